// What pages with Prototype.js do to the built-ins, in our own words: enumerable methods on arrays and elements,
// an Array.from that knows neither mappers nor iterators, and lists that turn themselves into JSON text.
(function () {
  function each(work) { for (var at = 0; at < this.length; at++) work(this[at], at); return this; }
  function toArray() { return Array.prototype.slice.call(this); }
  function collect(work, self) {
    var found = [];
    each.call(this, function (item, at) { found.push(work ? work.call(self, item, at) : item); });
    return found;
  }
  function select(work, self) {
    var found = [];
    each.call(this, function (item, at) { if (work.call(self, item, at)) found.push(item); });
    return found;
  }
  function detect(work, self) { return select.call(this, work, self)[0]; }
  function plain(value) { return JSON.stringify(value === undefined ? null : value); }
  var more = {
    each: each, collect: collect, map: collect, select: select, findAll: select, filter: select, detect: detect,
    find: detect, toArray: toArray, entries: toArray, clone: toArray,
    first: function () { return this[0]; }, last: function () { return this[this.length - 1]; },
    size: function () { return this.length; }, clear: function () { this.length = 0; return this; },
    include: function (item) { return this.indexOf(item) !== -1; },
    invoke: function (name) { return collect.call(this, function (item) { return item[name](); }); },
    toJSON: function () { return '[' + collect.call(this, plain).join(', ') + ']'; }
  };
  for (var name in more) Array.prototype[name] = more[name];
  Array.from = window.$A = function (given) {
    if (!given) return [];
    if ('toArray' in Object(given)) return given.toArray();
    var length = given.length || 0, found = new Array(length);
    while (length--) found[length] = given[length];
    return found;
  };
  var element = Element.prototype;
  element.remove = function () { this.parentNode.removeChild(this); return this; };
  element.update = function (html) { this.innerHTML = html; return this; };
  element.hide = function () { this.style.display = 'none'; return this; };
  element.show = function () { this.style.display = ''; return this; };
  element.select = function (css) { return $A(this.querySelectorAll(css)); };
  element.observe = function (name, work) { this.addEventListener(name, work); return this; };
  String.prototype.strip = function () { return this.replace(/^\s+/, '').replace(/\s+$/, ''); };
  Function.prototype.wrap = function () { return this; };
})();
