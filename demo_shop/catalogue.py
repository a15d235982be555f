"""What the shop knows: every price, size and rule is read from `catalogue.json`, so no two pages can disagree."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from pydantic import BaseModel, ConfigDict

HERE = Path(__file__).parent


class Fact(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Shop(Fact):
    name: str
    street: str
    city: str
    postcode: str
    phone: str
    email: str
    orders_email: str
    founded: int


class Hours(Fact):
    """`short` is the same for machines, empty for a day that is closed."""

    days: str
    open: str
    short: str


class Policy(Fact):
    """Fees in dollars, waits in the unit that the name says."""

    shipping_fee: int
    free_shipping_from: int
    express_fee: int
    us_fee: int
    cutoff: str
    return_days: int
    refund_days: int
    warranty_months: int
    boot_warranty_months: int
    resole_fee: int
    hold_hours: int
    price_match_days: int
    gift_cards: tuple[int, ...]


class Category(Fact):
    slug: str
    name: str
    blurb: str


class Colour(Fact):
    name: str
    in_stock: tuple[int, ...]
    sold_out: tuple[int, ...]

    @property
    def sizes(self) -> list[int]:
        return sorted(self.in_stock + self.sold_out)


class Product(Fact):
    slug: str
    name: str
    code: str
    category: str
    shape: str
    price: int
    size_word: str = "size"
    tagline: str
    story: tuple[str, ...]
    material: str
    facts: dict[str, str]
    fit: str
    restock: str
    colours: tuple[Colour, ...]
    related: tuple[str, ...]

    @property
    def path(self) -> str:
        return f"/products/{self.slug}.html"

    @property
    def sizes(self) -> list[int]:
        return sorted({size for colour in self.colours for size in colour.sizes})

    def size_label(self, size: int) -> str:
        """`9` for grown-ups, `kids 9` for children."""
        return f"{self.size_word.removesuffix('size')}{size}"


class SizeRow(Fact):
    """One foot length in the systems that customers know; children have no women's column."""

    us: str
    womens: str = ""
    uk: str
    eu: str
    cm: str


class Catalogue(Fact):
    shop: Shop
    hours: tuple[Hours, ...]
    policy: Policy
    categories: tuple[Category, ...]
    inks: dict[str, tuple[str, str]]
    products: tuple[Product, ...]
    adult_sizes: tuple[SizeRow, ...]
    kids_sizes: tuple[SizeRow, ...]

    def product(self, slug: str) -> Product:
        return next(product for product in self.products if product.slug == slug)

    def in_category(self, slug: str) -> list[Product]:
        return [product for product in self.products if product.category == slug]


@dataclass(frozen=True)
class StockRow:
    """One line of `stock.csv`: one pair in one size and one colour."""

    product: str
    colour: str
    size: str
    price: str
    in_stock: str
    sku: str


def stock_rows(catalogue: Catalogue) -> Iterator[StockRow]:
    for product in catalogue.products:
        for colour in product.colours:
            for size in colour.sizes:
                yield StockRow(
                    product=product.name,
                    colour=colour.name,
                    size=product.size_label(size),
                    price=f"{product.price}.00",
                    in_stock="yes" if size in colour.in_stock else "no",
                    sku=f"AF-{product.code}-{colour.name[:3].upper()}-{size:02}",
                )


def list_words(words: list[str] | list[int] | tuple[int, ...], last: str = "and") -> str:
    """`7, 8 and 9`."""
    *most, end = map(str, words)
    return f"{', '.join(most)} {last} {end}" if most else end


def in_stock_sentence(product: Product, colour: Colour) -> str:
    sizes = list_words(colour.in_stock)
    return f"The {product.name} in {colour.name} is in stock in {_plural(product, colour.in_stock)} {sizes}."


def sold_out_sentence(product: Product, colour: Colour) -> str:
    """Empty while every size is in stock."""
    if not colour.sold_out:
        return ""
    sizes = list_words(colour.sold_out)
    return f"The {product.name} in {colour.name} is sold out in {_plural(product, colour.sold_out)} {sizes}."


def _plural(product: Product, sizes: tuple[int, ...]) -> str:
    return product.size_word if len(sizes) == 1 else f"{product.size_word}s"


@cache
def load_catalogue() -> Catalogue:
    return Catalogue.model_validate_json((HERE / "catalogue.json").read_text("utf-8"))
