"""The panel for people and the JSON API for programs. Doors only: they translate, the core decides."""
