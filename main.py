"""The page: streamlit run main.py."""

import streamlit as st

from lookbook.ui.serving import MIDDLEWARE, SCRIPT, said

app = st.App(SCRIPT, middleware=MIDDLEWARE, on_script_error=said)
