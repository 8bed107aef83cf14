// The summary of a refused form takes the focus, so that it is read out and its links are next.

export default function focus(element) {
  element.focus({ preventScroll: false });
}
