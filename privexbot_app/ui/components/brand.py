"""The product's mark."""

import reflex as rx


def brand(href: str = "/") -> rx.Component:
    return rx.link(rx.el.img(src="/favicon.svg", alt=""), "PrivexBot", href=href, class_name="brand", underline="none")
