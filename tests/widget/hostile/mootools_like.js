// What pages with MooTools 1.x do to the built-ins, in our own words: conversions under the names of the standard's.
(function () {
  var slice = Array.prototype.slice;
  Function.prototype.extend = function (name, value) { this[name] = value; };
  Function.prototype.implement = function (name, value) { this.prototype[name] = value; };
  Function.from = function (given) { return typeof given === 'function' ? given : function () { return given; }; };
  Number.from = function (given) { var number = parseFloat(given); return isFinite(number) ? number : null; };
  String.from = function (given) { return given + ''; };
  Array.from = function (given) {
    if (given == null) return [];
    if (Array.isArray(given)) return given;
    var like = typeof given.length === 'number' && typeof given !== 'function' && typeof given !== 'string';
    return like ? slice.call(given) : [given];
  };
  Array.implement('contains', function (item, from) { return this.indexOf(item, from) !== -1; });
  Array.implement('include', function (item) { if (!this.contains(item)) this.push(item); return this; });
  Array.implement('erase', function (item) {
    for (var at = this.length; at--;) if (this[at] === item) this.splice(at, 1);
    return this;
  });
  Array.implement('empty', function () { this.length = 0; return this; });
  Array.implement('append', function (more) { this.push.apply(this, more); return this; });
  String.implement('contains', function (text) { return this.indexOf(text) > -1; });
  Element.prototype.set = function (name, value) { this.setAttribute(name, value); return this; };
  Element.prototype.get = function (name) { return this.getAttribute(name); };
  Element.prototype.grab = function (kid) { this.appendChild(kid); return this; };
})();
