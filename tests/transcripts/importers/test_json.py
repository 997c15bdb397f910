"""What speech recognition writes beyond the plain case: no speakers, no words, channels, wrappers, repeated words."""

import json
from typing import Any

import pytest

from app.transcripts.importers import ImportRefused, ParsedTranscript, Source, read

Rows = list[tuple[str | None, str, int | None, int | None]]


def parsed(value: Any, name: str = "talk.json") -> ParsedTranscript:
    return read(Source(json.dumps(value).encode(), name))


def rows(value: Any) -> Rows:
    return [(turn.speaker, turn.text, turn.start_ms, turn.end_ms) for turn in parsed(value).turns]


def words(found: ParsedTranscript) -> list[tuple[str, int]]:
    return [(turn.text[w.start : w.end], w.start_ms) for turn in found.turns for w in turn.words]


def test_whisper_text_alone_is_cut_into_sentences() -> None:
    assert rows({"text": " It broke. Nobody came! Dr. Who?"}) == [
        (None, "It broke.", None, None), (None, "Nobody came!", None, None),
        (None, "Dr.", None, None), (None, "Who?", None, None),
    ]  # fmt: skip


def test_whisper_words_without_segments_take_punctuation_from_the_text() -> None:
    spoken = [{"word": w, "start": n, "end": n + 0.5} for n, w in enumerate(["it", "broke", "nobody", "came"])]
    found = parsed({"task": "transcribe", "text": "It broke. Nobody came!", "words": spoken})
    assert [(turn.text, turn.start_ms, turn.end_ms) for turn in found.turns] == [
        ("It broke.", 0, 1_500),
        ("Nobody came!", 2_000, 3_500),
    ]
    assert words(found) == [("It", 0), ("broke", 1_000), ("Nobody", 2_000), ("came", 3_000)]


def test_whisper_segments_may_be_a_bare_list_and_hold_control_tokens() -> None:
    segments = [{"id": 0, "seek": 0, "start": 0.0, "end": 2.0, "text": "<|0.00|> Oh no.<|2.00|>", "tokens": []}]
    assert rows(segments) == [(None, "Oh no.", 0, 2_000)]


def test_whisperx_words_without_times_leave_the_others_theirs() -> None:
    segment = {"start": 1.0, "end": 3.0, "text": " In 1984 it broke.", "speaker": "SPEAKER_01", "words": [
        {"word": "In", "start": 1.0, "end": 1.2}, {"word": "1984"}, {"word": "it", "start": 2.0, "end": 2.2},
        {"word": "broke.", "start": 2.3, "end": 3.0}]}  # fmt: skip
    found = parsed({"segments": [segment], "word_segments": []})
    assert words(found) == [("In", 1_000), ("it", 2_000), ("broke.", 2_300)]
    assert found.speakers[0].name == "SPEAKER_01"


def test_whisper_cpp_tokens_become_words() -> None:
    def token(text: str, start: int, end: int) -> dict[str, Any]:
        return {"text": text, "offsets": {"from": start, "to": end}}

    found = parsed({"result": {"language": "en"}, "transcription": [{
        "offsets": {"from": 0, "to": 900}, "text": " Unbeliev able!",
        "tokens": [token("[_BEG_]", 0, 0), token(" Unbe", 0, 200), token("liev", 200, 400), token(" able", 400, 800),
                   token("!", 800, 900), token("[_TT_45]", 900, 900)]}]})  # fmt: skip
    assert words(found) == [("Unbeliev", 0), ("able!", 400)]


def test_chunks_of_single_words_become_sayings() -> None:
    chunks = [
        {"text": f" {w}", "timestamp": [n * 0.5, n * 0.5 + 0.4]}
        for n, w in enumerate(["It", "broke.", "Nobody", "came."])
    ]
    assert rows({"text": "", "chunks": chunks}) == [(None, "It broke.", 0, 900), (None, "Nobody came.", 1_000, 1_900)]


def test_a_last_chunk_without_an_end_is_read() -> None:
    assert rows({"text": "a", "chunks": [{"text": " Oh.", "timestamp": [1.0, None]}]}) == [(None, "Oh.", 1_000, None)]


def test_chapters_of_assemblyai_are_kept() -> None:
    found = parsed({"id": "1", "audio_url": "", "acoustic_model": "", "utterances": [
        {"speaker": "A", "text": "Oh.", "start": 0, "end": 900}],
        "chapters": [{"gist": "Greeting", "headline": "h", "start": 0, "end": 900}]})  # fmt: skip
    assert [(c.title, c.start_ms, c.end_ms) for c in found.chapters] == [("Greeting", 0, 900)]


def test_channels_of_deepgram_are_voices() -> None:
    def channel(word: str, start: float) -> dict[str, Any]:
        item = {"word": word, "punctuated_word": f"{word.title()}.", "start": start, "end": start + 0.5}
        return {"alternatives": [{"transcript": word, "words": [item]}]}

    value = {"results": {"channels": [channel("hello", 1), channel("hi", 0)]}}
    assert rows(value) == [("Channel 1", "Hi.", 0, 500), ("Channel 0", "Hello.", 1_000, 1_500)]


def test_paragraphs_of_deepgram_are_read_where_words_are_missing() -> None:
    paragraph = {
        "speaker": 0,
        "sentences": [{"text": "Oh.", "start": 0, "end": 1}, {"text": "No.", "start": 1, "end": 2}],
    }
    best = {"transcript": "Oh. No.", "paragraphs": {"transcript": "", "paragraphs": [paragraph]}}
    assert rows({"results": {"channels": [{"alternatives": [best]}]}}) == [
        ("Speaker 0", "Oh.", 0, 1_000),
        ("Speaker 0", "No.", 1_000, 2_000),
    ]


def aws_item(text: str, start: float | None = None) -> dict[str, Any]:
    times = {} if start is None else {"start_time": str(start), "end_time": str(start + 0.4)}
    kind = "punctuation" if start is None else "pronunciation"
    return {"type": kind, "alternatives": [{"confidence": "1", "content": text}], **times}


def test_channels_of_amazon_are_voices() -> None:
    labels = {"channels": [{"channel_label": "ch_0", "items": [aws_item("Hello", 1.0), aws_item(".")]},
                           {"channel_label": "ch_1", "items": [aws_item("Hi", 0.0), aws_item("!")]}]}  # fmt: skip
    value = {"results": {"channel_labels": labels, "items": [aws_item("Hello", 1.0)], "transcripts": []}}
    assert rows(value) == [("ch_1", "Hi!", 0, 400), ("ch_0", "Hello.", 1_000, 1_400)]


def test_pieces_that_amazon_names_itself_are_taken() -> None:
    items = [aws_item("Oh", 0.0), aws_item("."), aws_item("No", 1.0), aws_item(".")]
    pieces = [{"transcript": "Oh. No.", "start_time": "0.0", "end_time": "1.4", "items": [0, 1, 2, 3]}]
    found = parsed({"results": {"transcripts": [], "items": items, "audio_segments": pieces}})
    assert [turn.text for turn in found.turns] == ["Oh. No."]
    assert words(found) == [("Oh", 0), ("No", 1_000)]


def test_japanese_words_stand_without_spaces() -> None:
    items = [aws_item("蜘蛛", 0.0), aws_item("の", 0.5), aws_item("糸", 1.0), aws_item("。")]
    assert rows({"results": {"items": items}})[0][1] == "蜘蛛の糸。"


def google_words(*said: tuple[str, int, int | None]) -> list[dict[str, Any]]:
    return [
        {"startTime": f"{start}s", "endTime": f"{start + 1}s", "word": word} | ({"speakerTag": tag} if tag else {})
        for word, start, tag in said
    ]


def test_google_words_without_times_of_their_own_results_count_once() -> None:
    first = {"alternatives": [{"transcript": "Oh no. Really?", "confidence": 0.9}], "languageCode": "en-us"}
    last = {"alternatives": [{"words": google_words(("Oh", 0, 1), ("no.", 1, 1), ("Really?", 2, 2))}]}
    found = parsed({"results": [first, last]})
    assert [(turn.speaker, turn.text) for turn in found.turns] == [("Speaker 1", "Oh no."), ("Speaker 2", "Really?")]
    assert [warning.code for warning in found.warnings] == ["words_repeated"]


def test_google_streams_that_repeat_all_words_each_time_count_once() -> None:
    said = [("Oh", 0, 1), ("no.", 1, 1), ("Really?", 2, 2), ("Yes.", 4, 1)]
    results = [{"alternatives": [{"transcript": "x", "words": google_words(*said[:count])}]} for count in (2, 3, 4)]
    assert [row[1] for row in rows({"results": results})] == ["Oh no.", "Really?", "Yes."]


def test_google_seconds_and_nanos_and_no_speakers_are_read() -> None:
    timed = [{"word": "Oh", "start_time": {"seconds": "1", "nanos": 500_000_000}, "end_time": {"seconds": 2}}]
    value = {"results": [{"alternatives": [{"transcript": "Oh", "words": timed}], "language_code": "en-us"}]}
    assert rows(value) == [(None, "Oh", 1_500, 2_000)]


def test_channels_of_azure_are_voices_where_no_one_is_named() -> None:
    def phrase(channel: int, text: str, offset: str) -> dict[str, Any]:
        return {"channel": channel, "offset": offset, "duration": "PT1S", "nBest": [{"display": text}]}

    value = {"recognizedPhrases": [phrase(0, "Hello.", "PT1M0.5S"), phrase(1, "Hi.", "PT0.5S")]}
    assert rows(value) == [("Channel 1", "Hi.", 500, 1_500), ("Channel 0", "Hello.", 60_500, 61_500)]


def test_the_first_fast_transcriptions_of_azure_count_milliseconds() -> None:
    def phrase(channel: int, text: str, offset: int) -> dict[str, Any]:
        word = {"text": text, "offset": offset, "duration": 400}
        return {"channel": channel, "offset": offset, "duration": 500, "text": text, "words": [word]}

    value = {"combinedPhrases": [], "phrases": [phrase(0, "Hello.", 720), phrase(1, "Hi.", 4_480)]}
    assert parsed(value).format == "azure-speech"
    assert rows(value) == [("Channel 0", "Hello.", 720, 1_220), ("Channel 1", "Hi.", 4_480, 4_980)]


def test_files_of_a_batch_of_azure_are_its_channels() -> None:
    def channel(text: str, ticks: int) -> dict[str, Any]:
        return {"SegmentResults": [{"Offset": ticks, "Duration": 10_000_000, "NBest": [{"Display": text}]}]}

    value = {"AudioFileResults": [channel("Hello.", 0), channel("Hi.", 20_000_000)]}
    assert rows(value) == [("Channel 0", "Hello.", 0, 1_000), ("Channel 1", "Hi.", 2_000, 3_000)]


def test_rev_names_its_speakers_and_spells_times() -> None:
    elements = [{"type": "text", "value": "Oh", "timestamp": "00:00:01,500", "end_timestamp": "00:00:02,000"},
                {"type": "punct", "value": "."}]  # fmt: skip
    value = {"speakers": [{"id": 7, "name": "Anna"}], "monologues": [{"speaker": 7, "elements": elements}]}
    assert rows(value) == [("Anna", "Oh.", 1_500, 2_000)]


def test_speechmatics_does_not_name_the_unknown_voice() -> None:
    word = {"type": "word", "start_time": 0, "end_time": 1, "alternatives": [{"content": "Oh", "speaker": "UU"}]}
    assert rows({"format": "2.9", "results": [word]}) == [(None, "Oh", 0, 1_000)]


def test_sounds_between_the_words_of_elevenlabs_stay() -> None:
    def item(kind: str, text: str, start: float) -> dict[str, Any]:
        return {"type": kind, "text": text, "start": start, "end": start + 0.5, "speaker_id": "speaker_0"}

    value = {"language_code": "eng", "words": [item("word", "Oh", 0), item("spacing", " ", 0.5),
             item("audio_event", "(laughs)", 0.6), item("spacing", " ", 1.1), item("word", "no.", 1.2)]}  # fmt: skip
    assert rows(value) == [("speaker_0", "Oh (laughs) no.", 0, 1_700)]


def test_watson_without_speakers_keeps_its_results() -> None:
    best = {
        "transcript": "oh %HESITATION no ",
        "timestamps": [["oh", 0, 0.5], ["%HESITATION", 0.5, 0.9], ["no", 1, 1.5]],
    }
    assert rows({"result_index": 0, "results": [{"final": True, "alternatives": [best]}]}) == [
        (None, "oh … no", 0, 1_500)
    ]


def test_gladia_of_the_first_version_is_read() -> None:
    value = {"prediction": [{"transcription": "Oh.", "time_begin": 1, "time_end": 2, "speaker": "speaker_0",
             "language": "en", "words": [{"word": "Oh.", "time_begin": 1, "time_end": 2}]}]}  # fmt: skip
    assert rows(value) == [("speaker_0", "Oh.", 1_000, 2_000)]


def test_youtube_json_is_read() -> None:
    events = [{"tStartMs": 0, "dDurationMs": 2_000, "segs": [{"utf8": "it"}, {"utf8": " broke", "tOffsetMs": 500}]},
              {"tStartMs": 500, "aAppend": 1, "segs": [{"utf8": "\n"}]}]  # fmt: skip
    assert rows({"wireMagic": "pb3", "events": events}) == [(None, "it broke", 0, 2_000)]


@pytest.mark.parametrize(
    "value",
    [
        [{"speaker": "Anna", "start": 1.0, "end": 2.0, "text": "Oh."}],
        {"segments": [{"speaker": "Anna", "startTime": 1.0, "endTime": 2.0, "body": "Oh."}]},
        {"sentences": [{"speaker_name": "Anna", "start_time": 1.0, "end_time": 2.0, "text": "Oh."}]},
        {
            "data": {
                "transcript": {
                    "sentences": [{"speaker_name": "Anna", "start_time": 1.0, "end_time": 2.0, "text": "Oh."}]
                }
            }
        },
        [{"participant": {"name": "Anna"}, "start_ms": 1_000, "end_ms": 2_000, "utterance": "Oh."}],
        [{"name": "Anna", "timestamp": "00:00:01.000", "end": "00:00:02.000", "message": "Oh."}],
        {"fragments": [{"begin": "1.000", "end": "2.000", "lines": ["Oh."], "speaker": "Anna"}]},
        [{"text": "Oh.", "time": [1.0, 2.0], "user": "Anna"}],
        [{"text": "Oh.", "start": 1.0, "duration": 1.0, "speaker": "Anna"}],
        [{"start": 1000, "end": 2000, "speaker": "Anna", "text": "Oh."}],
    ],
)
def test_a_list_of_no_known_service_is_read_by_its_fields_and_the_reader_is_told(value: Any) -> None:
    found = parsed(value)
    assert [(t.speaker, t.text, t.start_ms, t.end_ms) for t in found.turns] == [("Anna", "Oh.", 1_000, 2_000)]
    assert found.format == "whisper" or [warning.code for warning in found.warnings] == ["fields_guessed"]


def test_json_lines_are_read() -> None:
    lines = "\n".join(json.dumps({"speaker": name, "start": n + 0.5, "text": "Oh."}) for n, name in enumerate("AB"))
    found = read(Source(lines.encode(), "talk.jsonl"))
    assert [(turn.speaker, turn.start_ms) for turn in found.turns] == [("Speaker A", 500), ("Speaker B", 1_500)]


@pytest.mark.parametrize("value", [{}, [], {"a": 1}, [1, 2], {"results": {}}, {"segments": []}, {"text": ""}, [[[]]]])
def test_json_without_a_transcript_is_refused(value: Any) -> None:
    with pytest.raises(ImportRefused) as refused:
        parsed(value)
    assert refused.value.advice


def test_json_nested_beyond_reason_is_refused() -> None:
    with pytest.raises(ImportRefused):
        read(Source(b"[" * 100_000, "talk.json"))


def test_a_file_whose_tree_was_taken_apart_is_read_the_same_again() -> None:
    words = [{"word": word, "start": at, "end": at + 1} for at, word in enumerate(["It", "failed", "twice"])]
    told = {"text": "It failed twice", "segments": [{"start": 0, "end": 3, "text": "It failed twice"}], "words": words}
    source = Source(json.dumps(told).encode(), "a.json")
    first, second = read(source), read(source)
    assert first == second
    assert [word.start_ms for word in first.turns[0].words] == [0, 1_000, 2_000]


@pytest.mark.parametrize("key", ["text", "word", "punctuated_word"])
def test_a_list_of_single_words_becomes_sayings(key: str) -> None:
    said = [("Ada", "so what did you buy ? nothing at all"), ("Ben", "a kettle , of all things .")]
    words = [(name, word) for name, text in said for word in text.split()]
    items = [
        {"speaker": name, key: word, "start": f"{at * 0.5:.2f}", "end": f"{at * 0.5 + 0.4:.2f}"}
        for at, (name, word) in enumerate(words)
    ]
    found = read(Source(json.dumps({"id": "x", "words": items}).encode(), "a.json"))
    assert [(turn.speaker, turn.text, turn.start_ms, len(turn.words)) for turn in found.turns] == [
        ("Ada", "so what did you buy? nothing at all", 0, 8),
        ("Ben", "a kettle, of all things.", 4_500, 5),
    ]


def test_sayings_are_preferred_to_the_words_beside_them() -> None:
    words = [{"text": word, "start": at} for at, word in enumerate(["one", "two", "three", "four", "five"])]
    segments = [{"text": "One two three.", "start": 0.5}, {"text": "Four five.", "start": 3.5}]
    found = read(Source(json.dumps({"words": words, "segments": segments}).encode(), "a.json"))
    assert [turn.text for turn in found.turns] == ["One two three.", "Four five."]


def test_short_messages_of_a_chat_stay_apart() -> None:
    said = [
        "Hello",
        "How are you?",
        "Fine",
        "And you?",
        "Good, thanks for asking",
        "Great",
        "Shall we begin?",
        "Yes",
        "OK",
    ]
    items = [{"speaker": "AB"[at % 2], "text": text, "start": at} for at, text in enumerate(said)]
    assert [turn.text for turn in read(Source(json.dumps(items).encode(), "a.json")).turns] == said


def timed(text: str, start: float) -> list[dict[str, object]]:
    return [{"word": word, "start": start + at, "end": start + at + 0.5} for at, word in enumerate(text.split())]


VOSK = [
    {"result": timed("good morning to you", 1), "text": "good morning to you"},
    {"text": ""},
    {"result": timed("what broke", 9), "text": "what broke"},
]


@pytest.mark.parametrize(
    "text",
    [
        json.dumps(VOSK),
        "\n".join(map(json.dumps, VOSK)),
        "\n".join(json.dumps(one, indent=2) for one in VOSK),
        json.dumps({"transcripts": VOSK}),
        json.dumps([{"words": one["result"]} for one in VOSK if "result" in one]),
    ],
    ids=["a list", "a line each", "printed one behind the other", "inside", "words alone"],
)
def test_results_of_vosk_are_sayings_with_their_words(text: str) -> None:
    found = read(Source(text.encode(), "a.json"))
    assert [(turn.text, turn.start_ms, turn.end_ms, len(turn.words)) for turn in found.turns] == [
        ("good morning to you", 1_000, 4_500, 4),
        ("what broke", 9_000, 10_500, 2),
    ]


def test_sentences_of_one_monologue_are_one_saying() -> None:
    said = [
        {"start": 460_230, "end": 462_343, "text": "No, wait."},
        {"start": 462_400, "end": 464_000, "text": "Once more."},
    ]
    other = [{"start": 465_000, "end": 466_343, "text": "Fine by me."}]
    call = {
        "callId": "7",
        "transcript": [{"speakerId": "64", "sentences": said}, {"speakerId": "9", "sentences": other}],
    }
    found = read(Source(json.dumps({"callTranscripts": [call]}).encode(), "call.json"))
    assert [(turn.speaker, turn.text, turn.start_ms, turn.end_ms) for turn in found.turns] == [
        ("Speaker 64", "No, wait. Once more.", 460_230, 464_000),
        ("Speaker 9", "Fine by me.", 465_000, 466_343),
    ]


@pytest.mark.parametrize("text", ['{"text": "a", "start": 1} {', '[{"text": "a"}] x', "{}{}", '{"a": 1}\n{"b": '])
def test_json_that_breaks_off_is_refused(text: str) -> None:
    with pytest.raises(ImportRefused):
        read(Source(text.encode(), "a.json"))


def test_speakers_that_stand_beside_the_words_are_read() -> None:
    talk = {
        "transcript": {
            "words": [
                {"name": name, "time": n * 1_000, "duration": 400} for n, name in enumerate(["So.", "It", "broke."])
            ],
            "paragraphs": [
                {"speaker": "s1", "time": 0, "duration": 900},
                {"speaker": "s2", "time": 1_000, "duration": 2_000},
            ],
            "speakers": [{"id": "s1", "name": "Anna"}, {"id": "s2", "name": "Ben"}],
        }
    }
    assert rows(talk) == [("Anna", "So.", 0, 400), ("Ben", "It broke.", 1_000, 2_400)]


def test_a_voice_nobody_claims_stays_without_a_name() -> None:
    words = [{"text": text, "start": n * 10.0, "end": n * 10.0 + 0.5} for n, text in enumerate(["So.", "It.", "Oh."])]
    stretches = [{"speaker": {"@id": "S1"}, "start": 0.0, "end": 2.0}, {"speaker": "S2", "start": 20.0, "end": 22.0}]
    found = parsed({"words": words, "segmentation": {"segments": stretches}})
    assert [(turn.speaker, turn.text) for turn in found.turns] == [("S1", "So."), (None, "It."), ("S2", "Oh.")]
