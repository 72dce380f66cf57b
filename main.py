"""The page: streamlit run main.py."""

from lookbook.ui.page import show

show()
