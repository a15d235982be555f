"""What the shop states for machines, as JSON-LD: out of the same catalogue as the words on its pages."""

from typing import Any

from demo_shop.catalogue import Catalogue, Product

CONTEXT = "https://schema.org"
CURRENCY = "CAD"


def product_data(catalogue: Catalogue, product: Product) -> dict[str, Any]:
    """A Product with one Offer: every size and colour costs the same."""
    is_there = any(colour.in_stock for colour in product.colours)
    return {
        "@context": CONTEXT,
        "@type": "Product",
        "name": product.name,
        "description": product.tagline,
        "image": [f"/img/{product.slug}-{colour.name}.svg" for colour in product.colours],
        "brand": {"@type": "Brand", "name": catalogue.shop.name},
        "sku": f"AF-{product.code}",
        "color": [colour.name for colour in product.colours],
        "offers": {
            "@type": "Offer",
            "price": f"{product.price}.00",
            "priceCurrency": CURRENCY,
            "availability": f"{CONTEXT}/{'InStock' if is_there else 'OutOfStock'}",
        },
    }


def shop_data(catalogue: Catalogue) -> dict[str, Any]:
    """The shop itself, with its hours."""
    shop = catalogue.shop
    city, _, region = shop.city.partition(", ")
    return {
        "@context": CONTEXT,
        "@type": "ShoeStore",
        "name": shop.name,
        "telephone": f"+1-{shop.phone}",
        "email": shop.email,
        "address": {
            "@type": "PostalAddress",
            "streetAddress": shop.street,
            "addressLocality": city,
            "addressRegion": region,
            "postalCode": shop.postcode,
            "addressCountry": "CA",
        },
        "openingHours": [line.short for line in catalogue.hours if line.short],
    }
