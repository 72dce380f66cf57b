"""The page where only this folder's requirements are installed: streamlit run deploy/app.py."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))  # Streamlit puts the folder of its script there, not the repository

from lookbook.ui.page import show

show()
