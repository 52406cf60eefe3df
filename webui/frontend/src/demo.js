// Demo accounts on the login page: one click fills in the form.
const form = document.querySelector('form[action*="/anmelden"]');

for (const button of document.querySelectorAll('[data-fill-login]')) {
  button.addEventListener('click', () => {
    form.elements.login.value = button.dataset.fillLogin;
    form.elements.password.value = button.dataset.fillPassword;
    form.querySelector('button[type="submit"]').focus();
  });
}
