"""The page: streamlit run main.py."""

import streamlit as st

from lookbook.ui.serving import MIDDLEWARE, SCRIPT

app = st.App(SCRIPT, middleware=MIDDLEWARE)
