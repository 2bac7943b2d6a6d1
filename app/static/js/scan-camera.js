// The camera of the phone: the browser's own reader of codes, or ours where it has none.
const EVERY = 120;
const FORMATS = ["qr_code"];

async function ours({ script, wasm }) {
  if (!window.BarcodeDetectionAPI) {
    await new Promise((resolve, reject) => {
      const made = document.createElement("script");
      made.src = script;
      made.onload = resolve;
      made.onerror = reject;
      document.head.append(made);
    });
  }
  const { BarcodeDetector, prepareZXingModule } = window.BarcodeDetectionAPI;
  prepareZXingModule({ overrides: { locateFile: (path, prefix) => (path.endsWith(".wasm") ? wasm : prefix + path) } });
  return new BarcodeDetector({ formats: FORMATS });
}

export async function readerOf(files) {
  const known = window.BarcodeDetector ? await window.BarcodeDetector.getSupportedFormats() : [];
  return known.includes("qr_code") ? new window.BarcodeDetector({ formats: FORMATS }) : ours(files);
}

// Begins looking; the answer stops it. Throws what the browser says when there is no camera or no leave.
export async function look(video, files, read) {
  const wanted = { video: { facingMode: "environment", width: { ideal: 1280 }, height: { ideal: 720 } } };
  const stream = await navigator.mediaDevices.getUserMedia(wanted);
  const stop = () => stream.getTracks().forEach((track) => track.stop());
  try {
    const reader = await readerOf(files);
    video.srcObject = stream;
    await video.play();
    const awake = navigator.wakeLock?.request("screen").catch(() => null);
    const turn = async () => {
      if (!stream.active) return;
      const codes = video.readyState >= 2 && !document.hidden ? await reader.detect(video).catch(() => []) : [];
      codes.forEach((code) => read(code.rawValue));
      setTimeout(turn, EVERY);
    };
    turn();
    return async () => {
      stop();
      video.srcObject = null;
      (await awake)?.release();
    };
  } catch (trouble) {
    stop();
    throw trouble;
  }
}
