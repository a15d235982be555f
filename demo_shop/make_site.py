"""Writes the shop: `python -m demo_shop.make_site` fills `site/` and `files/` from the catalogue and the templates."""

import csv
import io
import shutil
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from demo_shop.catalogue import (
    HERE,
    Catalogue,
    StockRow,
    in_stock_sentence,
    list_words,
    load_catalogue,
    sold_out_sentence,
    stock_rows,
)
from demo_shop.linked_data import product_data, shop_data
from demo_shop.make_size_chart import size_chart_pdf


def build_shop(catalogue: Catalogue) -> dict[str, bytes]:
    """Every file of the shop by its path under this folder, such as `site/index.html`."""
    env = _environment(catalogue)
    built = {f"site/{path}": page.encode() for path, page in _pages(env, catalogue)}
    built |= {f"site/img/{path}": drawing.encode() for path, drawing in _drawings(env, catalogue)}
    built |= {f"site/assets/{path.name}": path.read_bytes() for path in sorted((HERE / "static").iterdir())}
    built["files/stock.csv"] = _stock_csv(catalogue).encode()
    built["files/size-chart.pdf"] = size_chart_pdf(catalogue)
    return built


def write_shop(folder: Path) -> int:
    """Replace what was written before, so that a page no longer made is gone; returns the number of files."""
    for old in ("site", "files"):
        shutil.rmtree(folder / old, ignore_errors=True)
    built = build_shop(load_catalogue())
    for path, content in built.items():
        target = folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content)
    return len(built)


def _environment(catalogue: Catalogue) -> Environment:
    env = Environment(
        loader=FileSystemLoader(HERE / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    env.globals.update(
        catalogue=catalogue,
        shop=catalogue.shop,
        policy=catalogue.policy,
        in_stock=in_stock_sentence,
        sold_out=sold_out_sentence,
        product_data=product_data,
        shop_data=shop_data,
    )
    env.filters["words"] = list_words
    return env


def _pages(env: Environment, catalogue: Catalogue) -> Iterator[tuple[str, str]]:
    """Path and HTML of each page."""
    templates = HERE / "templates" / "pages"
    for template in sorted(templates.rglob("*.html")):
        name = template.relative_to(templates).as_posix()
        yield name, env.get_template(f"pages/{name}").render(here=f"/{name}")
    for category in catalogue.categories:
        name = f"shop/{category.slug}.html"
        yield name, env.get_template("category.html").render(category=category, here=f"/{name}")
    for product in catalogue.products:
        yield product.path[1:], env.get_template("product.html").render(product=product, here=product.path)


def _drawings(env: Environment, catalogue: Catalogue) -> Iterator[tuple[str, str]]:
    """One picture of each product in each of its colours."""
    for product in catalogue.products:
        for colour in product.colours:
            ink, shade = catalogue.inks[colour.name]
            drawing = env.get_template(f"shapes/{product.shape}.svg")
            yield f"{product.slug}-{colour.name}.svg", drawing.render(ink=ink, shade=shade)


def _stock_csv(catalogue: Catalogue) -> str:
    text = io.StringIO()
    sheet = csv.DictWriter(text, list(StockRow.__dataclass_fields__), lineterminator="\n")
    sheet.writeheader()
    sheet.writerows(asdict(row) for row in stock_rows(catalogue))
    return text.getvalue()


if __name__ == "__main__":
    write_shop(HERE)
