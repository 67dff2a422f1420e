"""The read side: what pages and the API show, as frozen values. Nothing here changes a row."""
