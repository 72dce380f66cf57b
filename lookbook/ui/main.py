"""The page, as `lookbook page` runs it, with its settings in .streamlit beside it."""

from lookbook.ui.page import show

show()
