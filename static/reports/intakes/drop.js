// Dropping many files or folders, and their number and size before they travel. The form works without it.
(function () {
  "use strict";
  var form = document.querySelector("[data-intake]");
  if (!form) return;
  var words = JSON.parse(document.getElementById("intake-words").textContent);
  var limits = JSON.parse(document.getElementById("intake-limits").textContent);
  var zone = form.querySelector("[data-zone]");
  var input = form.querySelector("#id_files");
  var folder = form.querySelector("#id_folder");
  var paths = form.querySelector("[name=paths]");
  var chosen = form.querySelector("[data-chosen]");
  var problem = form.querySelector("[data-problem]");
  var dropped = []; // the paths of what was dropped, in the order of input.files

  function all() {
    return Array.prototype.slice.call(input.files).concat(Array.prototype.slice.call(folder.files));
  }
  function pathOf(file, place) {
    return (place < input.files.length && dropped[place]) || file.webkitRelativePath || file.name;
  }
  function filled(sentence, count, size) {
    return sentence.replace("{count}", count).replace("{size}", (size / 1048576).toFixed(1));
  }
  function tell() {
    var files = all();
    var size = files.reduce(function (sum, file) {
      return sum + file.size;
    }, 0);
    chosen.textContent = files.length ? filled(words.chosen, files.length, size) : "";
    var wrong = files.length > limits.files ? words.many : size > limits.bytes ? words.large : "";
    problem.textContent = filled(wrong, files.length, size);
    paths.value = JSON.stringify(files.map(pathOf));
    return !wrong;
  }
  input.addEventListener("change", function () {
    dropped = [];
    tell();
  });
  folder.addEventListener("change", tell);
  if (all().length) tell(); // chosen before this script was there
  form.addEventListener("submit", function (event) {
    if (!tell()) {
      event.preventDefault();
      input.focus();
      return;
    }
    var button = form.querySelector("button[type=submit]");
    if (all().length) {
      chosen.textContent = words.sending;
      // Not before the form has been read.
      setTimeout(function () {
        button.disabled = true;
      });
    }
  });
  window.addEventListener("pageshow", function () {
    form.querySelector("button[type=submit]").disabled = false;
  });

  ["dragenter", "dragover"].forEach(function (name) {
    zone.addEventListener(name, function (event) {
      event.preventDefault();
      zone.classList.add("over");
    });
  });
  ["dragleave", "drop"].forEach(function (name) {
    zone.addEventListener(name, function () {
      zone.classList.remove("over");
    });
  });
  zone.addEventListener("drop", function (event) {
    event.preventDefault();
    var entries = Array.prototype.map.call(event.dataTransfer.items || [], function (item) {
      return item.webkitGetAsEntry ? item.webkitGetAsEntry() : null;
    });
    if (!entries.some(function (entry) { return entry && entry.isDirectory; })) {
      take(Array.prototype.map.call(event.dataTransfer.files, function (file) {
        return { file: file, path: file.name };
      }));
      return;
    }
    Promise.all(entries.filter(Boolean).map(walk)).then(function (found) {
      take(flat(found));
    });
  });
  function flat(lists) {
    return Array.prototype.concat.apply([], lists);
  }
  // All files below a dropped entry; a folder hands out its entries a hundred at a time.
  function walk(entry) {
    return new Promise(function (resolve) {
      if (entry.isFile) {
        entry.file(function (file) {
          resolve([{ file: file, path: entry.fullPath.replace(/^\//, "") }]);
        }, function () {
          resolve([]);
        });
        return;
      }
      var reader = entry.createReader();
      var inside = [];
      (function more() {
        reader.readEntries(function (found) {
          if (found.length) {
            inside = inside.concat(Array.prototype.slice.call(found));
            more();
          } else {
            Promise.all(inside.map(walk)).then(function (lists) {
              resolve(flat(lists));
            });
          }
        }, function () {
          resolve([]);
        });
      })();
    });
  }
  function take(found) {
    var transfer = new DataTransfer();
    found.forEach(function (one) {
      transfer.items.add(one.file);
    });
    input.files = transfer.files;
    dropped = found.map(function (one) {
      return one.path;
    });
    tell();
  }
})();
