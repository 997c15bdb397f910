"""One conversation written in every format the product reads, by small writers of our own.

A turn here has a voice by number, words with times, and is written the way the format or its service writes it. What
a format cannot say (an end, a fraction, a name) is taken out of what is expected by `Format`.
"""

import json
import struct
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any
from xml.sax.saxutils import escape, quoteattr

NAMES = ("Anna Weber", "Ben Ito", "Chloé Martin")


@dataclass(frozen=True)
class Said:
    """A word and when it was said; a turn is a list of them, its last one ends with a full stop."""

    text: str
    start: int
    end: int


@dataclass(frozen=True)
class Turn:
    voice: int
    words: tuple[Said, ...]

    @property
    def text(self) -> str:
        return " ".join(word.text for word in self.words)

    @property
    def start(self) -> int:
        return self.words[0].start

    @property
    def end(self) -> int:
        return self.words[-1].end

    @property
    def name(self) -> str:
        return NAMES[self.voice]


Segments = list[tuple[str | None, str, int | None, int | None]]
Write = Callable[[Sequence[Turn]], str | bytes]


@dataclass(frozen=True)
class Format:
    """How a format is written, what it calls a voice, and what it keeps of a time."""

    write: Write
    suffix: str
    format: str
    voice: Callable[[int], str | None] = lambda voice: NAMES[voice]
    words: bool = False
    ends: bool = True

    def data(self, turns: Sequence[Turn]) -> bytes:
        written = self.write(turns)
        return written if isinstance(written, bytes) else written.encode()

    def expected(self, turns: Sequence[Turn]) -> Segments:
        return [(self.voice(turn.voice), turn.text, turn.start, turn.end if self.ends else None) for turn in turns]


def clock(ms: int, point: str = ".", *, digits: int = 3) -> str:
    seconds, millis = divmod(ms, 1000)
    fraction = f"{point}{millis // 10 ** (3 - digits):0{digits}}" if digits else ""
    return f"{seconds // 3600:02}:{seconds // 60 % 60:02}:{seconds % 60:02}{fraction}"


def webvtt(turns: Sequence[Turn]) -> str:
    cues = (f"{clock(t.start)} --> {clock(t.end)}\n<v {t.name}>{escape(t.text)}</v>\n" for t in turns)
    return "WEBVTT\n\n" + "\n".join(cues)


def zoom(turns: Sequence[Turn]) -> str:
    cues = (
        f"{n}\r\n{clock(t.start)} --> {clock(t.end)}\r\n{t.name}: {escape(t.text)}\r\n" for n, t in enumerate(turns, 1)
    )
    return "\ufeffWEBVTT\r\n\r\n" + "\r\n".join(cues)


def srt(turns: Sequence[Turn]) -> str:
    return "\n".join(
        f"{n}\n{clock(t.start, ',')} --> {clock(t.end, ',')}\n{t.name}: {t.text}\n" for n, t in enumerate(turns, 1)
    )


def sbv(turns: Sequence[Turn]) -> str:
    return "\n".join(f"{clock(t.start)},{clock(t.end)}\n{t.name}: {t.text}\n" for t in turns)


def ttml(turns: Sequence[Turn]) -> str:
    agents = "".join(
        f'<ttm:agent type="person" xml:id="v{n}"><ttm:name type="full">{escape(name)}</ttm:name></ttm:agent>'
        for n, name in enumerate(NAMES)
    )
    body = "".join(
        f'<p begin="{t.start}ms" end="{t.end / 1000:.3f}s" ttm:agent="v{t.voice}">{escape(t.text)}</p>\n' for t in turns
    )
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n<tt xmlns="http://www.w3.org/ns/ttml" xml:lang="en" '
        f'xmlns:ttm="http://www.w3.org/ns/ttml#metadata"><head><metadata>{agents}</metadata></head>'
        f"<body><div>{body}</div></body></tt>"
    )


def dfxp_ticks(turns: Sequence[Turn]) -> str:
    body = "".join(
        f'<p begin="{t.start * 10_000}t" dur="{(t.end - t.start) * 10_000}t">{t.name}: {escape(t.text)}</p>'
        for t in turns
    )
    head = '<tt xmlns="http://www.w3.org/2006/10/ttaf1" xmlns:ttp="http://www.w3.org/2006/10/ttaf1#parameter"'
    return f'{head} ttp:tickRate="10000000"><body><div>{body}</div></body></tt>'


def ass(turns: Sequence[Turn]) -> str:
    lines = (
        f"Dialogue: 0,{clock(t.start, digits=2)[1:]},{clock(t.end, digits=2)[1:]},Default,{t.name},0,0,0,,{t.text}"
        for t in turns
    )
    head = "[Script Info]\nScriptType: v4.00+\n\n[Events]\n"
    fields = "Format: Layer, Start, End, Style, Name, MarginL, MarginR, MarginV, Effect, Text\n"
    return head + fields + "\n".join(lines)


def lrc(turns: Sequence[Turn]) -> str:
    """A last line without words says when the last one ends."""
    lines = []
    for turn in turns:
        lines += [f"[{_lrc(turn.start)}]{turn.name}: {turn.text}", f"[{_lrc(turn.end)}]"]
    return "[ti:Talk]\n" + "\n".join(lines)


def _lrc(ms: int) -> str:
    return f"{ms // 60_000:02}:{ms // 1000 % 60:02}.{ms % 1000 // 10:02}"


def elan(turns: Sequence[Turn]) -> str:
    slots = "".join(
        f'<TIME_SLOT TIME_SLOT_ID="ts{n}{side}" TIME_VALUE="{value}"/>'
        for n, t in enumerate(turns)
        for side, value in (("a", t.start), ("b", t.end))
    )
    tiers = "".join(
        f'<TIER LINGUISTIC_TYPE_REF="utterance" TIER_ID="t{voice}" PARTICIPANT={quoteattr(name)}>'
        + "".join(
            f'<ANNOTATION><ALIGNABLE_ANNOTATION ANNOTATION_ID="a{n}" TIME_SLOT_REF1="ts{n}a" TIME_SLOT_REF2="ts{n}b">'
            f"<ANNOTATION_VALUE>{escape(t.text)}</ANNOTATION_VALUE></ALIGNABLE_ANNOTATION></ANNOTATION>"
            for n, t in enumerate(turns)
            if t.voice == voice
        )
        + "</TIER>"
        for voice, name in enumerate(NAMES)
    )
    return (
        f'<?xml version="1.0" encoding="UTF-8"?><ANNOTATION_DOCUMENT><HEADER TIME_UNITS="milliseconds"/>'
        f'<TIME_ORDER>{slots}</TIME_ORDER>{tiers}<LINGUISTIC_TYPE LINGUISTIC_TYPE_ID="utterance"/></ANNOTATION_DOCUMENT>'
    )


Interval = tuple[float, float, str]


def intervals(turns: Sequence[Turn]) -> list[tuple[str, list[Interval]]]:
    """A tier a voice, silences filled, as Praat wants it."""
    end = max((t.end for t in turns), default=0) / 1000
    tiers = []
    for voice, name in enumerate(NAMES):
        rows: list[Interval] = []
        at = 0.0
        for turn in (t for t in turns if t.voice == voice):
            if turn.start / 1000 > at:
                rows.append((at, turn.start / 1000, ""))
            rows.append((turn.start / 1000, turn.end / 1000, turn.text))
            at = turn.end / 1000
        tiers.append((name, rows if at == end else [*rows, (at, end, "")]))
    return tiers


def textgrid(turns: Sequence[Turn]) -> str:
    tiers, end = intervals(turns), max((t.end for t in turns), default=0) / 1000
    lines = ['File type = "ooTextFile"', 'Object class = "TextGrid"', "", "xmin = 0 ", f"xmax = {end} "]
    lines += ["tiers? <exists> ", f"size = {len(tiers)} ", "item []: "]
    for number, (name, rows) in enumerate(tiers, 1):
        lines += [f"    item [{number}]:", '        class = "IntervalTier" ', f'        name = "{name}" ']
        lines += ["        xmin = 0 ", f"        xmax = {end} ", f"        intervals: size = {len(rows)} "]
        for place, (start, until, text) in enumerate(rows, 1):
            quoted = text.replace('"', '""')
            lines += [f"        intervals [{place}]:", f"            xmin = {start} ", f"            xmax = {until} "]
            lines += [f'            text = "{quoted}" ']
    return "\n".join(lines)


def textgrid_short(turns: Sequence[Turn]) -> bytes:
    tiers, end = intervals(turns), max((t.end for t in turns), default=0) / 1000
    lines = ['File type = "ooTextFile"', 'Object class = "TextGrid"', "", "0", str(end), "<exists>", str(len(tiers))]
    for name, rows in tiers:
        lines += ['"IntervalTier"', f'"{name}"', "0", str(end), str(len(rows))]
        for start, until, text in rows:
            quoted = text.replace('"', '""')
            lines += [str(start), str(until), f'"{quoted}"']
    return "\n".join(lines).encode("utf-16")


def textgrid_binary(turns: Sequence[Turn]) -> bytes:
    tiers, end = intervals(turns), max((t.end for t in turns), default=0) / 1000
    out = [b"ooBinaryFile\x08TextGrid", struct.pack(">ddbi", 0, end, 1, len(tiers))]
    for name, rows in tiers:
        out += [b"\x0cIntervalTier", _binary(name), struct.pack(">ddi", 0, end, len(rows))]
        for start, until, text in rows:
            out += [struct.pack(">dd", start, until), _binary(text)]
    return b"".join(out)


def _binary(text: str) -> bytes:
    if text.isascii():
        return struct.pack(">h", len(text)) + text.encode()
    wide = text.encode("utf-16-be")
    return struct.pack(">hh", -1, len(wide) // 2) + wide


def chat(turns: Sequence[Turn]) -> str:
    people = ", ".join(f"{name[:3].upper()} {name.replace(' ', '_')} Participant" for name in NAMES)
    lines = ["@UTF8", "@Begin", "@Languages:\teng", f"@Participants:\t{people}"]
    for t in turns:
        lines.append(f"*{t.name[:3].upper()}:\t{t.text[:-1]} . \x15{t.start}_{t.end}\x15")
        lines.append("%wor:\t" + " ".join(f"{w.text.strip('.')} \x15{w.start}_{w.end}\x15" for w in t.words) + " .")
    return "\n".join([*lines, "@End", ""])


def transcriber(turns: Sequence[Turn]) -> str:
    people = "".join(f'<Speaker id="spk{n}" name={quoteattr(name)}/>' for n, name in enumerate(NAMES))
    body = "\n".join(
        f'<Turn speaker="spk{t.voice}" startTime="{t.start / 1000}" endTime="{t.end / 1000}">\n'
        f'<Sync time="{t.start / 1000}"/>\n{escape(t.text)}\n</Turn>'
        for t in turns
    )
    head = '<?xml version="1.0" encoding="UTF-8"?>\n<!DOCTYPE Trans SYSTEM "trans-14.dtd">\n'
    return (
        f'{head}<Trans xml:lang="en"><Speakers>{people}</Speakers><Episode><Section>{body}</Section></Episode></Trans>'
    )


def labels(turns: Sequence[Turn]) -> str:
    return "\n".join(f"{t.start / 1000:.6f}\t{t.end / 1000:.6f}\t{t.name}: {t.text}" for t in turns)


def table(turns: Sequence[Turn]) -> str:
    rows = [f"{clock(t.start)}\t{t.name}\t{t.text}" for t in turns]
    return "\n".join(["Timespan\tSpeaker\tContent", *rows])


# What follows is JSON, as the services write it.


def seconds(ms: int) -> float:
    return ms / 1000


def _word(word: Said, **more: Any) -> dict[str, Any]:
    return {"word": word.text, "start": seconds(word.start), "end": seconds(word.end), **more}


def whisper(turns: Sequence[Turn]) -> str:
    segments = [
        {
            "id": n, "seek": 0, "start": seconds(t.start), "end": seconds(t.end), "text": f" {t.text}", "tokens": [50364],
            "temperature": 0.0, "avg_logprob": -0.2, "words": [_word(w, probability=0.9) | {"word": f" {w.text}"} for w in t.words],
        }
        for n, t in enumerate(turns)
    ]  # fmt: skip
    return json.dumps({"text": "".join(s["text"] for s in segments), "segments": segments, "language": "english"})


def whisper_api(turns: Sequence[Turn]) -> str:
    """Words beside the segments, without punctuation."""
    words = [_word(w) | {"word": w.text.strip(".")} for t in turns for w in t.words]
    segments = [
        {"id": n, "start": seconds(t.start), "end": seconds(t.end), "text": t.text} for n, t in enumerate(turns)
    ]
    return json.dumps(
        {"task": "transcribe", "language": "en", "duration": 9.0, "text": "", "words": words, "segments": segments}
    )


def whisperx(turns: Sequence[Turn]) -> str:
    segments = [
        {
            "start": seconds(t.start), "end": seconds(t.end), "text": f" {t.text}", "speaker": f"SPEAKER_0{t.voice}",
            "words": [_word(w, score=0.8, speaker=f"SPEAKER_0{t.voice}") for w in t.words],
        }
        for t in turns
    ]  # fmt: skip
    words = [word for segment in segments for word in segment["words"]]
    return json.dumps({"segments": segments, "word_segments": words, "language": "en"})


def whisper_cpp(turns: Sequence[Turn]) -> str:
    def timed(start: int, end: int) -> dict[str, Any]:
        spelled = {"from": clock(start, ","), "to": clock(end, ",")}
        return {"timestamps": spelled, "offsets": {"from": start, "to": end}}

    found = [
        {
            **timed(t.start, t.end),
            "text": f" {t.text}",
            "speaker": str(t.voice),
            "tokens": [
                {"text": "[_BEG_]", **timed(t.start, t.start)},
                *({"text": f" {w.text}", **timed(w.start, w.end), "id": 7, "p": 0.9} for w in t.words),
            ],
        }
        for t in turns
    ]
    return json.dumps({"systeminfo": "", "result": {"language": "en"}, "transcription": found})


def whisper_chunks(turns: Sequence[Turn]) -> str:
    def chunk(t: Turn) -> dict[str, Any]:
        return {"timestamp": [seconds(t.start), seconds(t.end)], "text": f" {t.text}"}

    named = [{"speaker": f"SPEAKER_0{t.voice}", **chunk(t)} for t in turns]
    return json.dumps({"speakers": named, "chunks": [chunk(t) for t in turns], "text": ""})


def assemblyai(turns: Sequence[Turn]) -> str:
    def word(w: Said, voice: str) -> dict[str, Any]:
        return {"text": w.text, "start": w.start, "end": w.end, "confidence": 0.9, "speaker": voice}

    found = [
        {"speaker": "ABC"[t.voice], "text": t.text, "start": t.start, "end": t.end, "confidence": 0.9,
         "words": [word(w, "ABC"[t.voice]) for w in t.words]}
        for t in turns
    ]  # fmt: skip
    words = [word for utterance in found for word in utterance["words"]]
    return json.dumps({"id": "1", "audio_url": "", "acoustic_model": "a", "status": "completed", "language_code": "en_us",
                       "utterances": found, "words": words, "text": ""})  # fmt: skip


def assemblyai_words(turns: Sequence[Turn]) -> str:
    return json.dumps(json.loads(assemblyai(turns)) | {"utterances": None})


def deepgram(turns: Sequence[Turn]) -> str:
    found = [
        {
            "start": seconds(t.start), "end": seconds(t.end), "transcript": t.text, "channel": 0, "speaker": t.voice,
            "words": [_word(w, punctuated_word=w.text, speaker=t.voice) | {"word": w.text.lower().strip(".")} for w in t.words],
        }
        for t in turns
    ]  # fmt: skip
    words = [word for utterance in found for word in utterance["words"]]
    channels = [{"alternatives": [{"transcript": "", "confidence": 0.9, "words": words}]}]
    return json.dumps({"metadata": {"channels": 1}, "results": {"channels": channels, "utterances": found}})


def deepgram_words(turns: Sequence[Turn]) -> str:
    whole = json.loads(deepgram(turns))
    del whole["results"]["utterances"]
    return json.dumps(whole)


def aws(turns: Sequence[Turn], *, apart: bool = True) -> str:
    items, segments = [], []
    for t in turns:
        label = f"spk_{t.voice}"
        own: list[dict[str, Any]] = []
        for w in t.words:
            times = {"start_time": f"{seconds(w.start)}", "end_time": f"{seconds(w.end)}"}
            own.append({"speaker_label": label, **times})
            items.append(
                {
                    **times,
                    "type": "pronunciation",
                    "alternatives": [{"confidence": "0.9", "content": w.text.strip(".")}],
                }
            )
            if not apart:
                items[-1]["speaker_label"] = label
        items.append({"type": "punctuation", "alternatives": [{"confidence": "0.0", "content": "."}]})
        segments.append(
            {"start_time": f"{seconds(t.start)}", "end_time": f"{seconds(t.end)}", "speaker_label": label, "items": own}
        )
    labels = {"speakers": 3, "segments": segments if apart else []}
    results = {
        "transcripts": [{"transcript": " ".join(t.text for t in turns)}],
        "speaker_labels": labels,
        "items": items,
    }
    return json.dumps({"jobName": "talk", "accountId": "1", "status": "COMPLETED", "results": results})


def aws_inline(turns: Sequence[Turn]) -> str:
    return aws(turns, apart=False)


def call_analytics(turns: Sequence[Turn]) -> str:
    def item(w: Said) -> dict[str, Any]:
        return {
            "Type": "pronunciation",
            "Content": w.text.strip("."),
            "BeginOffsetMillis": w.start,
            "EndOffsetMillis": w.end,
        }

    found = [
        {"Content": t.text, "ParticipantRole": ("AGENT", "CUSTOMER", "OTHER")[t.voice], "BeginOffsetMillis": t.start,
         "EndOffsetMillis": t.end, "Items": [*map(item, t.words), {"Type": "punctuation", "Content": "."}]}
        for t in turns
    ]  # fmt: skip
    return json.dumps({"JobStatus": "COMPLETED", "LanguageCode": "en-US", "Transcript": found})


def google(turns: Sequence[Turn]) -> str:
    """Every word is said again in a last result, with its speaker."""

    def word(w: Said) -> dict[str, Any]:
        return {"startTime": f"{seconds(w.start)}s", "endTime": f"{seconds(w.end)}s", "word": w.text}

    results = [
        {"alternatives": [{"transcript": f" {t.text}", "confidence": 0.9, "words": [word(w) for w in t.words]}],
         "languageCode": "en-us", "resultEndTime": f"{seconds(t.end)}s"}
        for t in turns
    ]  # fmt: skip
    again = [word(w) | {"speakerTag": t.voice + 1} for t in turns for w in t.words]
    return json.dumps(
        {"name": "1", "done": True, "response": {"results": [*results, {"alternatives": [{"words": again}]}]}}
    )


def google_v2(turns: Sequence[Turn]) -> str:
    results = [
        {"alternatives": [{"transcript": t.text, "words": [
            {"startOffset": f"{seconds(w.start)}s", "endOffset": f"{seconds(w.end)}s", "word": w.text, "speakerLabel": str(t.voice + 1)}
            for w in t.words]}], "languageCode": "en-us", "resultEndOffset": f"{seconds(t.end)}s"}
        for t in turns
    ]  # fmt: skip
    return json.dumps({"results": results, "metadata": {}})


def azure_v3(turns: Sequence[Turn]) -> str:
    def timed(start: int, end: int) -> dict[str, Any]:
        return {"offset": f"PT{seconds(start)}S", "duration": f"PT{seconds(end - start)}S",
                "offsetInTicks": start * 10_000.0, "durationInTicks": (end - start) * 10_000.0}  # fmt: skip

    phrases = [
        {"recognitionStatus": "Success", "channel": 0, "speaker": t.voice + 1, **timed(t.start, t.end), "nBest": [
            {"confidence": 0.9, "lexical": t.text.lower(), "display": t.text,
             "words": [{"word": w.text.lower().strip("."), **timed(w.start, w.end)} for w in t.words]}]}
        for t in turns
    ]  # fmt: skip
    return json.dumps({"source": "", "combinedRecognizedPhrases": [], "recognizedPhrases": phrases})


def azure_v2(turns: Sequence[Turn]) -> str:
    segments = [
        {"RecognitionStatus": "Success", "ChannelNumber": None, "SpeakerId": str(t.voice + 1), "Offset": t.start * 10_000,
         "Duration": (t.end - t.start) * 10_000, "NBest": [{"Confidence": 0.9, "Lexical": t.text.lower(), "Display": t.text,
         "Words": [{"Word": w.text.lower(), "Offset": w.start * 10_000, "Duration": (w.end - w.start) * 10_000} for w in t.words]}]}
        for t in turns
    ]  # fmt: skip
    return json.dumps({"AudioFileResults": [{"AudioFileName": "a.wav", "SegmentResults": segments}]})


def azure_fast(turns: Sequence[Turn]) -> str:
    phrases = [
        {"speaker": t.voice + 1, "offsetMilliseconds": t.start, "durationMilliseconds": t.end - t.start, "text": t.text,
         "locale": "en-US", "words": [{"text": w.text, "offsetMilliseconds": w.start, "durationMilliseconds": w.end - w.start}
         for w in t.words]}
        for t in turns
    ]  # fmt: skip
    return json.dumps({"durationMilliseconds": 1, "combinedPhrases": [], "phrases": phrases})


def revai(turns: Sequence[Turn]) -> str:
    def elements(t: Turn) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = []
        for w in t.words:
            found.append({"type": "text", "value": w.text.strip("."), "ts": seconds(w.start), "end_ts": seconds(w.end)})
            found.append({"type": "punct", "value": " "})
        return [*found[:-1], {"type": "punct", "value": "."}]

    return json.dumps({"monologues": [{"speaker": t.voice, "elements": elements(t)} for t in turns]})


def speechmatics(turns: Sequence[Turn]) -> str:
    def result(kind: str, text: str, start: int, end: int, voice: int) -> dict[str, Any]:
        more = {"attaches_to": "previous", "is_eos": True} if kind == "punctuation" else {}
        best = {"content": text, "confidence": 1.0, "language": "en", "speaker": f"S{voice + 1}"}
        return {"type": kind, "start_time": seconds(start), "end_time": seconds(end), "alternatives": [best], **more}

    results: list[dict[str, Any]] = []
    for t in turns:
        results += [result("word", w.text.strip("."), w.start, w.end, t.voice) for w in t.words]
        results.append(result("punctuation", ".", t.end, t.end, t.voice))
    config = {"transcription_config": {"language": "en"}}
    return json.dumps({"format": "2.9", "metadata": config, "results": results})


def speechmatics_v1(turns: Sequence[Turn]) -> str:
    words: list[dict[str, Any]] = []
    for t in turns:
        words += [
            {"duration": f"{seconds(w.end - w.start):.3f}", "confidence": "0.9", "name": w.text.strip("."), "time": f"{seconds(w.start):.3f}"}
            for w in t.words
        ]  # fmt: skip
        words.append({"duration": "0.000", "confidence": "1.0", "name": ".", "time": f"{seconds(t.end):.3f}"})
    speakers = [
        {"duration": "1", "confidence": None, "name": f"M{t.voice}", "time": f"{seconds(t.start):.3f}"} for t in turns
    ]
    return json.dumps({"job": {"lang": "en-US"}, "speakers": speakers, "words": words, "format": "1.0"})


def elevenlabs(turns: Sequence[Turn]) -> str:
    words: list[dict[str, Any]] = []
    for t in turns:
        for w in t.words:
            own = {"start": seconds(w.start), "end": seconds(w.end), "speaker_id": f"speaker_{t.voice}", "logprob": 0.0}
            words += [{"text": w.text, "type": "word", **own}, {"text": " ", "type": "spacing", **own}]
    return json.dumps({"language_code": "eng", "language_probability": 0.9, "text": "", "words": words})


def ibm(turns: Sequence[Turn]) -> str:
    results = [
        {"final": True, "alternatives": [{"transcript": f"{t.text} ", "confidence": 0.9,
         "timestamps": [[w.text, seconds(w.start), seconds(w.end)] for w in t.words]}]}
        for t in turns
    ]  # fmt: skip
    labels = [
        {"from": seconds(w.start), "to": seconds(w.end), "speaker": t.voice, "confidence": 0.5, "final": True}
        for t in turns
        for w in t.words
    ]
    return json.dumps({"result_index": 0, "results": results, "speaker_labels": labels})


def gladia(turns: Sequence[Turn]) -> str:
    found = [
        {"text": t.text, "language": "en", "start": seconds(t.start), "end": seconds(t.end), "confidence": 0.9, "channel": 0,
         "speaker": t.voice, "words": [_word(w, confidence=0.9) | {"word": f" {w.text}"} for w in t.words]}
        for t in turns
    ]  # fmt: skip
    transcription = {"languages": ["en"], "full_transcript": "", "utterances": found}
    return json.dumps({"id": "1", "status": "done", "result": {"metadata": {}, "transcription": transcription}})


def otter(turns: Sequence[Turn]) -> str:
    found = [
        {"id": n, "transcript": t.text, "start_offset": t.start * 16, "end_offset": t.end * 16, "speaker_id": t.voice}
        for n, t in enumerate(turns)
    ]
    people = [{"id": n, "speaker_name": name} for n, name in enumerate(NAMES)]
    return json.dumps({"speech": {"otid": "1", "transcripts": found, "speakers": people}})


def zoom_timeline(turns: Sequence[Turn]) -> str:
    found = [
        {"text": t.text, "ts": clock(t.start), "end_ts": clock(t.end), "users": [{"username": t.name, "user_id": "1"}]}
        for t in turns
    ]
    return json.dumps({"timeline": found})


def podcast(turns: Sequence[Turn]) -> str:
    found = [
        {"speaker": t.name, "startTime": seconds(t.start), "endTime": seconds(t.end), "body": t.text} for t in turns
    ]
    return json.dumps({"version": "1.0.0", "segments": found})


def _speaker(first: int = 0) -> Callable[[int], str | None]:
    return lambda voice: f"Speaker {voice + first}"


def _label(form: str, first: int = 0) -> Callable[[int], str | None]:
    return lambda voice: form.format(voice + first)


FORMATS = {
    "webvtt": Format(webvtt, "vtt", "webvtt"),
    "zoom": Format(zoom, "vtt", "webvtt"),
    "srt": Format(srt, "srt", "srt"),
    "sbv": Format(sbv, "sbv", "sbv"),
    "ttml": Format(ttml, "ttml", "ttml"),
    "dfxp in ticks": Format(dfxp_ticks, "dfxp", "ttml"),
    "ass": Format(ass, "ass", "ass"),
    "lrc": Format(lrc, "lrc", "lrc"),
    "elan": Format(elan, "eaf", "elan"),
    "textgrid": Format(textgrid, "TextGrid", "textgrid"),
    "textgrid, short": Format(textgrid_short, "TextGrid", "textgrid"),
    "textgrid, binary": Format(textgrid_binary, "TextGrid", "textgrid-binary"),
    "chat": Format(chat, "cha", "chat", words=True),
    "transcriber": Format(transcriber, "trs", "transcriber"),
    "labels": Format(labels, "txt", "labels"),
    "whisper": Format(whisper, "json", "whisper", lambda _: None, words=True),
    "whisper, api": Format(whisper_api, "json", "whisper", lambda _: None, words=True),
    "whisperx": Format(whisperx, "json", "whisperx", _label("SPEAKER_0{}"), words=True),
    "whisper.cpp": Format(whisper_cpp, "json", "whisper.cpp", _speaker(), words=True),
    "insanely-fast-whisper": Format(whisper_chunks, "json", "whisper-chunks", _label("SPEAKER_0{}")),
    "assemblyai": Format(assemblyai, "json", "assemblyai", lambda voice: f"Speaker {'ABC'[voice]}", words=True),
    "assemblyai, words": Format(
        assemblyai_words, "json", "assemblyai", lambda voice: f"Speaker {'ABC'[voice]}", words=True
    ),
    "deepgram": Format(deepgram, "json", "deepgram", _speaker(), words=True),
    "deepgram, words": Format(deepgram_words, "json", "deepgram", _speaker(), words=True),
    "amazon transcribe": Format(aws, "json", "aws-transcribe", _label("spk_{}"), words=True),
    "amazon, labels on items": Format(aws_inline, "json", "aws-transcribe", _label("spk_{}"), words=True),
    "call analytics": Format(
        call_analytics, "json", "aws-call-analytics", lambda voice: ("Agent", "Customer", "Other")[voice], words=True
    ),
    "google": Format(google, "json", "google-speech", _speaker(1), words=True),
    "google v2": Format(google_v2, "json", "google-speech", _speaker(1), words=True),
    "azure v3": Format(azure_v3, "json", "azure-speech", _speaker(1), words=True),
    "azure v2": Format(azure_v2, "json", "azure-speech", _speaker(1), words=True),
    "azure, fast": Format(azure_fast, "json", "azure-speech", _speaker(1), words=True),
    "rev ai": Format(revai, "json", "revai", _speaker(), words=True),
    "speechmatics": Format(speechmatics, "json", "speechmatics", _label("S{}", 1), words=True),
    "speechmatics v1": Format(speechmatics_v1, "json", "speechmatics", _label("M{}"), words=True),
    "elevenlabs": Format(elevenlabs, "json", "elevenlabs", _label("speaker_{}"), words=True),
    "ibm watson": Format(ibm, "json", "ibm-watson", _speaker(), words=True),
    "gladia": Format(gladia, "json", "gladia", _speaker(), words=True),
    "otter, json": Format(otter, "json", "otter-json"),
    "zoom timeline": Format(zoom_timeline, "json", "zoom-timeline"),
    "podcast": Format(podcast, "json", "json"),
}
