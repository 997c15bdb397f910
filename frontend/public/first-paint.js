// Sets theme, language and direction before the first paint. A file of its own, because the page's policy
// allows no inline script.
;(function () {
  var root = document.documentElement
  var theme = null
  var locale = null
  try {
    theme = localStorage.getItem('firsthand.theme')
    locale = localStorage.getItem('firsthand.locale')
  } catch {
    // No storage: the defaults do.
  }
  var dark = theme === 'dark' || (theme !== 'light' && matchMedia('(prefers-color-scheme: dark)').matches)
  root.setAttribute('data-mantine-color-scheme', dark ? 'dark' : 'light')
  if (locale) root.lang = locale
})()
