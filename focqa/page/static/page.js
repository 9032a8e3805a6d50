// What Gradio's components do not do: clicks inside our own HTML, focus, one announcement, copying.
"use strict";
window.focqa = (() => {
  let seen = null;
  const live = () => {
    let region = document.getElementById("fq-live");
    if (!region) {
      region = document.createElement("div");
      region.id = "fq-live";
      region.className = "fq-hidden";
      region.setAttribute("role", "status");
      document.body.append(region);
    }
    return region;
  };
  const say = (text) => {
    live().textContent = text;
  };
  const plain = (event) => event.button === 0 && !event.metaKey && !event.ctrlKey && !event.shiftKey && !event.altKey;
  const listen = (element, trigger) => {
    live();
    element.addEventListener("click", (event) => {
      const target = event.target.closest("[data-act], [data-copy]");
      if (!target || !plain(event)) return;
      event.preventDefault();
      if (target.dataset.copy) copy(target);
      else trigger("click", { act: target.dataset.act, id: target.dataset.id });
    });
  };
  const copy = async (button) => {
    const text = await (await fetch(button.dataset.copy)).text();
    try {
      await navigator.clipboard.writeText(text);
      say("Copied");
      button.textContent = "Copied";
    } catch {
      say("The browser does not allow copying; use the Markdown download");
      button.textContent = "Copying is not allowed here";
    }
  };
  // A newly opened provision gets the focus; an answer is only announced, when it is whole.
  const opened = () => {
    requestAnimationFrame(() => {
      const target = document.getElementById("fq-opened");
      if (target && target !== seen) {
        seen = target;
        const box = target.closest(".fq-text");
        box.scrollTop = target.offsetTop - box.clientHeight / 4;
        target.focus({ preventScroll: true });
        const at = target.getBoundingClientRect();
        if (at.top < 0 || at.bottom > window.innerHeight) target.scrollIntoView({ block: "center" });
      }
      answered();
    });
  };
  let announced = "";
  const answered = () => {
    requestAnimationFrame(() => {
      const article = document.querySelector(".fq-answer");
      if (!article || article.innerText === announced) return;
      announced = article.innerText;
      const first = article.querySelector("p");
      const cards = document.querySelectorAll(".fq-card").length;
      say(`${first ? first.innerText : ""} ${cards} ${cards === 1 ? "source" : "sources"}.`);
    });
  };
  return { listen, opened, answered };
})();
