"""The page, as `lookbook page` runs it, with its settings in .streamlit beside it."""

import streamlit as st

from lookbook.ui.serving import MIDDLEWARE, SCRIPT, said

app = st.App(SCRIPT, middleware=MIDDLEWARE, on_script_error=said)
