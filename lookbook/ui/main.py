"""What Streamlit runs for each visitor and each click."""

from lookbook.ui.page import show

show()
