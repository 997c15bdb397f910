"""Words that say nothing about what is looked for.

Stop words carry any sentence. Asking words carry a question put to people's talk ("what did they say about
…") and are left out only where a whole question is asked, the strategy `any`; elsewhere someone may well look
for "opinion".
"""

from __future__ import annotations

_ENGLISH = """
a about an and any are as at be been but by can could did do does for from had has have he her him his how i if in into
is it its me my no not of on or our she should so some that the their them then there these they this those to up us
was we were what when where which who whom why will with would you your s t re ve ll
"""
_GERMAN = """
aber alle als also am an auch auf aus bei bin bis bist da damit das dass dein dem den denn der des die dies diese
diesem diesen dieser dieses doch du durch ein eine einem einen einer eines er es für habe haben hat hatte ich ihr ihre
im in ist ja kann kein keine können man mein mich mir mit muss nach nicht noch nur ob oder sein seine sich sie sind so
über um und uns unser unter vom von vor war waren was weil wenn wer werden wie wir wird wo zu zum zur
"""
_ASKING_ENGLISH = """
describe discuss discussed discussing discussion explain mention mentioned opinion opinions said say saying says
summarise summarize talk talked talking tell think thinking thought told
"""
_ASKING_GERMAN = "beschreibe denken denkt diskussion erkläre erzählen erwähnt gesagt meinung sagen sagt sagte"

STOP_WORDS = {"en": tuple(_ENGLISH.split()), "de": tuple(_GERMAN.split())}
ASKING_WORDS = {"en": tuple(_ASKING_ENGLISH.split()), "de": tuple(_ASKING_GERMAN.split())}
