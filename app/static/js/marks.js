// Pointing at a photo fills in where a mark stands; the form works without it.
const photo = document.getElementById("marked-photo");
const pointer = document.getElementById("mark-new");
const [x, y] = ["x", "y"].map((name) => document.getElementById(name));
const { width, height } = photo.viewBox.baseVal;

const within = (share) => Math.max(0, Math.min(100, Math.round(share)));

const show = () => {
  const isPlaced = x.value !== "" && y.value !== "";
  pointer.toggleAttribute("hidden", !isPlaced);
  pointer.setAttribute("transform", `translate(${(x.value * width) / 100} ${(y.value * height) / 100})`);
  if (isPlaced) document.querySelectorAll("input[name=cell]").forEach((cell) => { cell.checked = false; });
};

const place = (across, down) => {
  x.value = within(across);
  y.value = within(down);
  show();
};

photo.addEventListener("click", (event) => {
  const box = photo.getBoundingClientRect();
  place((100 * (event.clientX - box.left)) / box.width, (100 * (event.clientY - box.top)) / box.height);
});

[x, y].forEach((input) => input.addEventListener("input", () => {
  if (x.value === "") x.value = 50;
  if (y.value === "") y.value = 50;
  show();
}));

document.querySelectorAll("input[name=cell]").forEach((cell) => cell.addEventListener("change", () => {
  x.value = "";
  y.value = "";
  show();
}));

show();
