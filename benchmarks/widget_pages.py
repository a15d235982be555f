"""The pages that the widget is measured on, and what watches them from inside."""

TEXT = "".join(
    f"<p>{number}. The Comet Runner comes in red, blue and black, in the sizes 7 to 13; orders are shipped within two "
    "working days, and whoever is not content sends them back within thirty days, free, and no reason asked.</p>\n"
    for number in range(1, 29)
)
BARE = (
    '<!doctype html><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>Shop</title>'
    '<link rel="icon" href="data:,">'
    f"<body><h1>Shop</h1>\n{TEXT}"
)
FLOOR = (
    '(()=>{let b=document.createElement("button");b.id="floor";b.textContent="?";b.style.cssText='
    '"position:fixed;right:20px;bottom:20px;width:58px;height:58px;border:0;border-radius:29px;'
    'background:#8b5cf6;color:#fff;font:600 24px sans-serif;box-shadow:0 4px 20px #0004";document.body.append(b)})()'
)
PAGES = {
    "bare": BARE,
    "floor": BARE + '<script async src="{api}/floor.js"></script>',
    "widget": BARE + '<script async src="{api}/api/v1/widget.js" data-chatbot="shoe-store-k3f9"></script>',
}
SETTLED = """wait => Promise.resolve(window.launcher() ? bubble : loaded)
    .then(() => new Promise(done => setTimeout(done, wait)))
    .then(() => blocked)"""
PROBE = """
const top_of = () => document.querySelector('pb-widget')?.shadowRoot;
window.launcher = () => document.querySelector('#floor') || top_of()?.querySelector('[part~=launcher]');
const seen = (node) => { const size = node?.getBoundingClientRect(); return size && size.width && size.height; };
const when = (ready) => new Promise(done => {
  const look = () => ready() ? requestAnimationFrame(() => setTimeout(() => done(performance.now()))) :
    requestAnimationFrame(look);
  requestAnimationFrame(look);
});
window.bubble = when(() => seen(window.launcher()));
window.loaded = new Promise(done => addEventListener('load', done));
window.box = () => {
  const size = window.launcher().getBoundingClientRect();
  return [size.x + size.width / 2, size.y + size.height / 2];
};
window.blocked = 0;
const count = (task) => { window.blocked += Math.max(0, task.duration - 50); };
window.watcher = new PerformanceObserver(list => list.getEntries().forEach(count));
watcher.observe({type: 'longtask', buffered: true});
const writable = () => {
  const input = top_of()?.querySelector('textarea');
  if (!seen(input) || input.disabled) return false;
  const size = input.getBoundingClientRect();
  return top_of().elementFromPoint(size.x + size.width / 2, size.y + size.height / 2) === input;
};
window.usable = new Promise(done => addEventListener('click', (event) =>
  when(writable).then(now => done(now - event.timeStamp)), {capture: true, once: true}));
"""
