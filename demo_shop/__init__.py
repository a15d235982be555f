"""A small shoe shop to train a chatbot on: pages, files, questions, and a server that puts the widget on them."""
