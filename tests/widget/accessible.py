"""What the tests of accessibility share: axe-core in the page, and colours as the browser paints them."""

from typing import Any

from tests.widget.world import World
from widget_py.build import WORK

AXE = WORK / "node_modules" / "axe-core" / "axe.min.js"
CHECK = """async () => (await axe.run('pb-widget', {resultTypes: ['violations']})).violations.map(
    found => `${found.id}: ${found.nodes.map(node => node.html + ' ' + node.failureSummary).join(' | ')}`)"""
CONTRAST = """() => {
  const canvas = new OffscreenCanvas(1, 1).getContext('2d', {willReadFrequently: true});
  const paint = (colors) => {
    canvas.clearRect(0, 0, 1, 1);
    for (const color of colors) { canvas.fillStyle = color; canvas.fillRect(0, 0, 1, 1); }
    return [...canvas.getImageData(0, 0, 1, 1).data].slice(0, 3).map(part => {
      const share = part / 255;
      return share <= .04045 ? share / 12.92 : ((share + .055) / 1.055) ** 2.4;
    });
  };
  const light = ([r, g, b]) => .2126 * r + .7152 * g + .0722 * b + .05;
  return (front, ...backs) => {
    const [one, two] = [light(paint([...backs, front])), light(paint(backs))];
    return Math.max(one, two) / Math.min(one, two);
  };
}"""


async def violations(world: World) -> Any:
    """One line for each rule that axe finds broken in the widget, once nothing moves any more."""
    if not await world.page.evaluate("'axe' in window"):
        await world.page.evaluate(AXE.read_text("utf-8"))
    await world.page.evaluate(
        "Promise.all(document.querySelector('pb-widget').shadowRoot.getAnimations({subtree: true})"
        ".filter(each => each.effect.getTiming().iterations < 9).map(each => each.finished.catch(() => 0)))"
    )
    return await world.page.evaluate(CHECK)
