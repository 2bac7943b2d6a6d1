// Inside the frame: tells the page around it how high it is, and nothing else.
const tell = () => parent.postMessage({ tameshi: document.documentElement.scrollHeight }, "*");
addEventListener("load", tell);
new ResizeObserver(tell).observe(document.getElementById("embedded"));
