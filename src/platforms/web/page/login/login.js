/** The door of the chat: sends the password, or the invitation that the address carries. */
const form = document.getElementById('login');
const password = document.getElementById('password');
const problem = document.getElementById('problem');

/** @param {{ password?: string, invite?: string }} given */
async function enter(given) {
  problem.textContent = '';
  const response = await fetch('/api/login', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(given),
  });
  if (response.ok) return location.replace('/');
  const { error } = await response.json();
  problem.textContent = error.message;
  password.select();
}

form.addEventListener('submit', (event) => {
  event.preventDefault();
  void enter({ password: password.value });
});
const invite = new URLSearchParams(location.hash.slice(1)).get('invite');
if (invite !== null) void enter({ invite });
