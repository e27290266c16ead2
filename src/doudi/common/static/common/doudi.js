/* Everything the pages do by themselves. No page carries a script of its own (CSP). */
(() => {
  "use strict";

  const byId = (id) => document.getElementById(id);

  // ---- drawer, dialogs, toasts, way back, printing: by attribute, so that no template needs a script
  const drawer = (id, shown) => {
    const side = byId(id);
    const open = shown ?? !side.classList.contains("is-shown");
    side.classList.toggle("is-shown", open);
    document.querySelectorAll(`[data-drawer="${id}"]`).forEach((b) => b.setAttribute("aria-expanded", open));
    if (open) side.querySelector("a")?.focus();
  };
  const actions = {
    drawer: (el) => drawer(el.dataset.drawer),
    dialog: (el) => byId(el.dataset.dialog).showModal(),
    close: (el) => el.closest("dialog").close(),
    dismiss: (el) => el.closest(".d-toast").remove(),
    back: () => history.back(),
    print: () => window.print(),
    fold: (el) => el.setAttribute("aria-expanded", byId(el.dataset.fold).classList.toggle("is-open")),
  };
  document.addEventListener("click", (event) => {
    for (const name of Object.keys(actions)) {
      const el = event.target.closest(`[data-${name}]`);
      if (el) return actions[name](el);
    }
    const side = document.querySelector(".d-side.is-shown");
    if (side && !side.contains(event.target)) drawer(side.id, false);
  });
  document.addEventListener("keydown", (event) => {
    const side = document.querySelector(".d-side.is-shown");
    if (side && event.key === "Escape") drawer(side.id, false);
  });
  // a key of the list being worked through presses what it is written on, except while somebody types
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    if (event.target.closest("textarea, select, input:not([type=radio], [type=checkbox])")) return;
    const pressed = document.querySelector(`[data-key="${CSS.escape(event.key.toLowerCase())}"]`);
    if (!pressed) return;
    event.preventDefault();
    pressed.focus();
    pressed.click();
  });
  document.addEventListener("change", (event) => {
    if (event.target.closest("[data-autosubmit]")) event.target.form.requestSubmit();
    const form = event.target.closest("[data-choosing]");
    if (form) choosing(form, event.target);
  });
  // rows of a list are ticked one by one, all of a page, or all that match: then the single boxes rest
  const choosing = (form, changed) => {
    const boxes = [...form.querySelectorAll("td.d-box input")];
    const page = form.querySelector("[data-choose-page]");
    const all = form.querySelector("input[name=all]");
    if (changed === page) boxes.forEach((box) => { box.checked = page.checked; });
    const ticked = boxes.filter((box) => box.checked).length;
    page.checked = ticked > 0 && ticked === boxes.length;
    page.indeterminate = ticked > 0 && ticked < boxes.length;
    [page, ...boxes].forEach((box) => { box.disabled = Boolean(all?.checked); });
    form.querySelector("[data-chosen-count]").textContent = all?.checked ? "" : ticked ? `已勾选 ${ticked} 行，或` : "勾选要办的，或";
  };
  // a page that comes back from the browser's memory is asked for again: whoever used it may have logged out
  window.addEventListener("pageshow", (event) => {
    if (!event.persisted) return;
    document.documentElement.hidden = true;
    location.reload();
  });
  // a form is sent once, however often the button is pressed
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (form.dataset.sent) return event.preventDefault();
    if (form.method === "post" && !form.hasAttribute("data-again") && !event.defaultPrevented) {
      form.dataset.sent = "yes";
      setTimeout(() => delete form.dataset.sent, 4000);
    }
  });
  const settle = (root) =>
    root.querySelectorAll(".d-toast.is-success, .d-toast.is-info").forEach((toast) => setTimeout(() => toast.remove(), 6000));

  // ---- charts
  const charts = (root) => {
    if (!window.echarts) return;
    const style = getComputedStyle(document.documentElement);
    const color = ["brand", "term-enrolled", "term-watched", "warm", "term-excluded", "bad"]
      .map((name) => style.getPropertyValue(`--d-${name}`).trim());
    root.querySelectorAll("[data-chart]").forEach((el) => {
      if (echarts.getInstanceByDom(el)) return;
      const instance = echarts.init(el, null, { renderer: "svg" });
      instance.setOption({ color, textStyle: { fontFamily: style.getPropertyValue("--d-sans") }, animationDuration: 300,
        ...JSON.parse(byId(el.dataset.chart).textContent) });
      new ResizeObserver(() => instance.resize()).observe(el);
    });
  };

  const arrive = (root) => { settle(root); charts(root); };
  document.addEventListener("DOMContentLoaded", () => arrive(document));
  document.addEventListener("htmx:load", (event) => arrive(event.detail.elt));
  const toast = (sentence) => {
    const place = byId("toasts");
    if (!place) return;
    const box = document.createElement("div");
    box.className = "d-toast is-error";
    box.setAttribute("role", "alert");
    const words = document.createElement("p");
    words.textContent = sentence;
    box.append(words);
    place.append(box);
    setTimeout(() => box.remove(), 8000);
  };
  document.addEventListener("htmx:sendError", () => toast("网络断了，刚才的操作没有送出。请检查网络后重试。"));
  document.addEventListener("htmx:responseError", (event) => {
    if (event.detail.xhr.status >= 500) toast("系统出错，刚才的操作没有办成。请稍后重试；仍不行请联系系统管理员。");
  });

  // ---- the drop zone
  const size = (bytes) => (bytes < 1048576 ? `${Math.ceil(bytes / 1024)} KB` : `${(bytes / 1048576).toFixed(1)} MB`);
  document.addEventListener("alpine:init", () => {
    Alpine.data("dropZone", () => ({
      zone: {
        "@dragover.prevent"() { this.$el.classList.add("is-over"); },
        "@dragleave"() { this.$el.classList.remove("is-over"); },
        "@drop.prevent"(event) {
          this.$el.classList.remove("is-over");
          this.$refs.input.files = event.dataTransfer.files;
          this.listed();
        },
      },
      listed() {
        this.$refs.list.replaceChildren(...[...this.$refs.input.files].map((file) => {
          const line = document.createElement("li");
          const icon = document.createElement("i");
          icon.className = "ti ti-file-spreadsheet";
          const name = document.createElement("span");
          name.textContent = file.name;
          const weight = document.createElement("span");
          weight.textContent = size(file.size);
          line.append(icon, name, weight);
          return line;
        }));
      },
    }));
  });
})();
