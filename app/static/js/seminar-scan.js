// Attendance by camera: what is read goes into the field and is sent; the camera goes on after the page comes back.
import { look } from "./scan-camera.js";

const KEPT = "seminar-camera";
const form = document.getElementById("seminar-scan");
if (form) {
  const field = form.querySelector("input[name=number]");
  const button = form.querySelector("[data-camera]");
  const view = form.querySelector("[data-view]");
  const files = { script: form.dataset.script, wasm: form.dataset.wasm };
  let stop = null;
  let sent = false;

  const read = (code) => {
    if (sent) return;
    sent = true;
    field.value = code;
    form.requestSubmit();
  };

  const begin = async () => {
    try {
      stop = await look(view, files, read);
      view.hidden = false;
      button.setAttribute("aria-pressed", "true");
      sessionStorage.setItem(KEPT, "on");
    } catch {
      form.querySelector("[data-said]").textContent = form.dataset.forbidden;
      sessionStorage.removeItem(KEPT);
    }
  };

  const end = async () => {
    await stop();
    stop = null;
    view.hidden = true;
    button.setAttribute("aria-pressed", "false");
    sessionStorage.removeItem(KEPT);
  };

  button.hidden = !navigator.mediaDevices;
  button.addEventListener("click", () => (stop ? end() : begin()));
  if (sessionStorage.getItem(KEPT)) begin();
  // a scanner that types needs no field to be chosen
  if (!document.querySelector(".mistakes")) field.focus({ preventScroll: true });
}
