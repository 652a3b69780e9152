/* The finished page: which section is being read, and the print button. */
(function () {
  'use strict';
  var links = [].slice.call(document.querySelectorAll('.contents a'));
  function mark() {
    var current = links[0];
    links.forEach(function (link) {
      var heading = document.getElementById(link.getAttribute('href').slice(1));
      if (heading && heading.getBoundingClientRect().top < 160) current = link;
    });
    if (window.scrollY > 0 && window.innerHeight + window.scrollY >= document.documentElement.scrollHeight - 4) {
      current = links[links.length - 1];
    }
    links.forEach(function (link) {
      if (link === current) link.setAttribute('aria-current', 'true');
      else link.removeAttribute('aria-current');
    });
  }
  if (links.length) {
    window.addEventListener('scroll', mark, { passive: true });
    mark();
  }
  [].slice.call(document.querySelectorAll('[data-print]')).forEach(function (button) {
    button.hidden = false;
    button.addEventListener('click', function () { window.print(); });
  });
})();
