// A filter form that applies itself: what is only needed without script is hidden.

export default function applied(form) {
  for (const element of form.querySelectorAll("[data-without-script]")) element.hidden = true;
}
