/** Entry of the embed: runs inside other people's pages, without a framework, a cookie or storage. */
const root = document.getElementById('player')
if (root) root.dataset.ready = 'true'
