"""How the consent pages look: paper and ink, light and dark, on a phone and on a printer."""

STYLE = """
:root{color-scheme:light dark;--paper:#f8f5ef;--sheet:#fffdf9;--ink:#221d17;--soft:#534a3f;--line:#d8cfc0;
--edge:#8d8172;
--green:#1d6b50;--on-green:#fff;--red:#a32a18;--focus:#1d6b50;--tint:#eef4ef}
@media(prefers-color-scheme:dark){:root{--paper:#15130f;--sheet:#1f1b17;--ink:#f3ece0;--soft:#c3b8a8;--line:#3b342b;
--edge:#8f8373;--green:#8fd0b5;--on-green:#10231b;--red:#ff9d8a;--focus:#8fd0b5;--tint:#1c2621}}
*{box-sizing:border-box}
body{margin:0;background:var(--paper);color:var(--ink);font:400 1.0625rem/1.6 system-ui,sans-serif;
-webkit-text-size-adjust:100%}
main{max-inline-size:42rem;margin-inline:auto;padding:1.5rem 1.25rem 4rem;overflow-wrap:anywhere}
h1{font-size:clamp(1.6rem,5vw,2.1rem);line-height:1.2;margin:.5rem 0 1.25rem;font-weight:650;letter-spacing:-.01em}
h2{font-size:1.2rem;line-height:1.3;margin:2rem 0 .75rem;font-weight:650}
h3{font-size:1.05rem;margin:1.5rem 0 .5rem;font-weight:650}
p,ul,ol,blockquote{margin:0 0 1rem}
a{color:var(--green);text-underline-offset:.18em}
:focus-visible{outline:3px solid var(--focus);outline-offset:3px;border-radius:4px}
.languages{display:flex;flex-wrap:wrap;gap:.25rem 1rem;justify-content:flex-end}
.languages a{padding:.5rem 0}.languages a[aria-current]{color:var(--ink);font-weight:650;text-decoration:none}
.above{color:var(--soft);margin:0}
.text{background:var(--sheet);border:1px solid var(--line);border-radius:14px;padding:1.25rem 1.4rem;
margin-block-end:2rem}
.text>:first-child{margin-block-start:0}.text>:last-child{margin-block-end:0}
.text li p{margin:0}.text li+li{margin-block-start:.35rem}
.text blockquote{border-inline-start:3px solid var(--line);padding-inline-start:1rem;color:var(--soft)}
.status{border:1px solid var(--line);background:var(--tint);border-radius:14px;padding:1rem 1.25rem;
margin-block-end:1.5rem}
.status p{margin:.25rem 0 0}
fieldset{border:0;padding:0;margin:0 0 1.75rem;display:grid;gap:.6rem;min-inline-size:0}
legend{font-size:1.2rem;font-weight:650;padding:0;margin-block-end:.6rem}
.choice{display:flex;gap:.85rem;align-items:flex-start;background:var(--sheet);border:1px solid var(--edge);
border-radius:12px;padding:.9rem 1rem;cursor:pointer}
.choice:has(:checked){border-color:var(--green);box-shadow:inset 0 0 0 1px var(--green);background:var(--tint)}
.choice:has(:focus-visible){outline:3px solid var(--focus);outline-offset:3px}.choice :focus-visible{outline:0}
.choice input{inline-size:1.35rem;block-size:1.35rem;margin:.15rem 0 0;accent-color:var(--green);flex:none}
.choice strong,.choice small,.field label,.field small{display:block}
small{color:var(--soft);font-size:.95rem;line-height:1.45}
.only,.until{color:var(--soft)}.only strong{color:var(--ink)}
.field{margin-block-end:1.5rem}.field label{font-size:1.2rem;font-weight:650}
input[type=text],input:not([type]){font:inherit;font-size:1.15rem;inline-size:100%;margin-block-start:.5rem;
padding:.7em .8em;border:1px solid var(--edge);border-radius:10px;background:var(--sheet);color:var(--ink)}
.doings{display:flex;flex-wrap:wrap;gap:.75rem;align-items:center;margin-block-end:1.25rem}
button,.button{font:inherit;font-weight:600;line-height:1.3;padding:.8em 1.2em;border-radius:10px;cursor:pointer;
text-decoration:none;border:1px solid var(--edge);background:transparent;color:var(--ink);text-align:center}
button{background:var(--green);border-color:var(--green);color:var(--on-green)}
button.danger{background:var(--red);border-color:var(--red);color:var(--paper)}
.button.danger{border-color:var(--red);color:var(--red)}
.points{padding-inline-start:1.2rem;display:grid;gap:.6rem;margin-block-end:1.75rem}
.facts{margin:0 0 1.75rem;background:var(--sheet);border:1px solid var(--line);border-radius:14px;padding:.4rem 1.25rem}
.facts div{display:grid;grid-template-columns:minmax(9rem,2fr) 3fr;gap:.25rem 1rem;padding:.7rem 0;
border-block-end:1px solid var(--line)}
.facts div:last-child{border:0}dt{color:var(--soft)}dd{margin:0;font-weight:600}
code{font-size:.85rem;font-weight:400}.number{font-variant-numeric:tabular-nums;letter-spacing:.04em}
.receipts{list-style:none;padding:0;display:grid;gap:.5rem}
details{margin-block:1.5rem}summary{cursor:pointer;font-weight:600;padding-block:.5rem}
details .text{margin-block-start:.75rem}
.card{min-block-size:min(70dvh,32rem);display:grid;align-content:center;gap:.75rem;text-align:center;text-wrap:balance}
.card h1,.card p{margin:0}.card p{color:var(--soft);font-size:1.15rem}
.card::before{content:"";inline-size:3.5rem;block-size:.5rem;margin:0 auto .75rem;border-radius:99px;
background:var(--line)}
.wrong{border:2px solid var(--red);border-radius:12px;padding:.9rem 1.1rem;margin-block-end:1.5rem}
.wrong ul{margin:.4rem 0 0;padding-inline-start:1.2rem}.wrong a,.wrong strong,.fault{color:var(--red)}
.fault{margin:0;font-weight:600}
footer{margin-block-start:3rem;padding-block-start:1rem;border-block-start:1px solid var(--line);color:var(--soft);
font-size:.9rem}
@media(max-width:32rem){.facts div{grid-template-columns:1fr}.doings>*{inline-size:100%}}
@media print{:root{--paper:#fff;--sheet:#fff;--ink:#000;--soft:#333;--line:#bbb}
.screen,footer,.languages,.doings{display:none}
main{max-inline-size:none;padding:0}.text,.facts{border-radius:0}}
"""
