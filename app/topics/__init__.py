"""Topics: saved searches that anyone can follow, with what is new in them, by mail and as feeds.

Knows what a search is and who follows it; what a topic shows is searched anew each time, as whoever asks.
Refuses to know quotes: it keeps none, and a digest by mail carries numbers only, as a mail cannot be taken back.
"""
