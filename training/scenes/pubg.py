"""How does PUBG draw its counter?  [60][ALIVE] at the top right; JOINED before a match; [3][KILLED] to its left."""

from __future__ import annotations

import random

from training.drawing import fonts
from training.drawing.canvas import UNIT, Canvas, Ink, count, write
from training.drawing.hud import Hud

ALIVE = {
    "": ("ALIVE",) * 14
    + (
        "EN VIE",
        "SURVIVANTS",
        "VIVOS",
        "CON VIDA",
        "SUPERVIVIENTES",
        "AM LEBEN",
        "ÜBERLEBENDE",
        "VIVI",
        "IN VITA",
        "SOPRAVVISSUTI",
        "SOBREVIVENTES",
        "HAYATTA",
        "SAĞ KALAN",
        "ŻYWI",
        "ŻYJE",
        "PRZY ŻYCIU",
        "CÒN SỐNG",
        "SỐNG SÓT",
        "HIDUP",
        "LEVENDE",
    ),
    "ko": ("생존", "생존자"),
    "zh": ("存活", "生存", "存活人数", "幸存"),
    "ja": ("生存", "生存者", "残り"),
    "ru": ("В ЖИВЫХ", "ВЫЖИЛО", "ЖИВЫХ", "ЖИВЫ", "ОСТАЛОСЬ"),
    "th": ("รอดชีวิต", "เหลือรอด", "มีชีวิต"),
    "ar": ("على قيد الحياة", "أحياء", "ناجون"),
}
JOINED = {
    "": ("JOINED",) * 12
    + (
        "REJOINT",
        "ONT REJOINT",
        "CONNECTÉS",
        "UNIDOS",
        "CONECTADOS",
        "SE UNIERON",
        "BEIGETRETEN",
        "VERBUNDEN",
        "ENTRARAM",
        "UNITI",
        "ENTRATI",
        "KATILDI",
        "KATILAN",
        "DOŁĄCZYLI",
        "DOŁĄCZYŁO",
        "ĐÃ THAM GIA",
        "THAM GIA",
        "BERGABUNG",
    ),
    "ko": ("참가", "접속", "참여"),
    "zh": ("加入", "已加入", "已参加", "加入人数"),
    "ja": ("参加", "参加者", "参加済み"),
    "ru": ("ВОШЛИ", "В ИГРЕ", "ВСТУПИЛИ", "ПОДКЛЮЧЕНО"),
    "th": ("เข้าร่วม", "เข้าร่วมแล้ว"),
    "ar": ("انضم", "انضموا"),
}
KILLED = {
    "": (
        "KILLED",
        "KILLS",
        "KILLED",
        "TUÉS",
        "BAJAS",
        "ELIMINADOS",
        "ABATES",
        "GETÖTET",
        "UCCISI",
        "ZABICI",
        "ÖLDÜRME",
    ),
    "ko": ("처치", "킬"),
    "zh": ("击杀", "淘汰"),
    "ja": ("キル", "キル数"),
    "ru": ("УБИТО", "УБИЙСТВ"),
    "th": ("สังหาร",),
    "ar": ("قتل",),
}
_LANGUAGES = {"": 62, "ko": 9, "zh": 10, "ja": 6, "ru": 7, "th": 3, "ar": 3}
_LETTERS = {
    "ko": "가나다라마사자하고노도로소수기니리시인원남전생명",
    "zh": "人的数生活存余剩下玩家在中大小上国一是还有",
    "ja": "あいうえおかきくけこさしすせそたちつてとなにのラリルレロ人生残者数",
    "ru": "АБВГДЕЖЗИКЛМНОПРСТУХЦЧШЫЯ",
}
"""Enough to make words of that nobody says."""


def draw(canvas: Canvas, rng: random.Random, held_out: bool) -> None:
    language = rng.choices(list(_LANGUAGES), list(_LANGUAGES.values()))[0]
    style = _Style(rng, held_out, language)
    joined = rng.random() < 0.25
    word = rng.choice((JOINED if joined else ALIVE)[language])
    if language in _LETTERS and not joined and rng.random() < 0.2:
        word = _unknown(rng, language)
    right = canvas.width - UNIT * rng.uniform(0.1, 3.0)
    middle = UNIT * rng.uniform(1.0, 2.9)
    left = style.pair(
        canvas, rng, word, count(rng, 100), right, middle, "pubg_joined" if joined else "pubg_alive"
    )
    if rng.random() < 0.35:
        gap = UNIT * rng.uniform(0.2, 0.8)
        style.pair(
            canvas,
            rng,
            rng.choice(KILLED[language]),
            str(rng.randint(0, 19)),
            left - gap,
            middle,
            "pubg_kills",
        )
    if rng.random() < 0.6:
        _kill_feed(canvas, rng, held_out, middle + UNIT * rng.uniform(1.4, 2.0))


def _unknown(rng: random.Random, language: str) -> str:
    """A word that nobody taught is far likelier to say alive: lobbies are short."""
    return "".join(rng.choices(_LETTERS[language], k=rng.randint(2, 4)))


class _Style:
    """One version of the plates."""

    def __init__(self, rng: random.Random, held_out: bool, language: str) -> None:
        families = fonts.CONDENSED if rng.random() < 0.6 else fonts.ROUND + fonts.SQUARE
        font = fonts.choose(rng, families, (500, 600, 700), held_out)
        self.digits = Ink(
            font,
            rng.uniform(225, 255),
            stretch=rng.uniform(0.85, 1.1),
            shadow=rng.choice((0, 0, 0.3, 0.6)),
            size=rng.uniform(0.88, 1.12),
        )
        script = fonts.script_font(language, rng.choice((400, 400, 500, 700))) if language else None
        latin = fonts.CONDENSED if rng.random() < 0.8 else fonts.SQUARE + fonts.ROUND
        word = script or fonts.choose(rng, latin, (300, 400, 500, 600), held_out)
        self.light = rng.random() < 0.3
        self.word = Ink(
            word,
            rng.uniform(60, 130) if self.light else rng.uniform(150, 235),
            size=rng.uniform(0.8, 1.15),
        )
        self.pad, self.half = UNIT * rng.uniform(0.25, 0.55), UNIT * rng.uniform(0.66, 0.85)
        self.dark = (rng.uniform(0, 60), rng.uniform(0.25, 0.75))
        self.plate = (rng.uniform(190, 255), rng.uniform(0.3, 0.8)) if self.light else self.dark
        self.gap = UNIT * rng.choice((0.0, 0.04, 0.08))
        self.slot = rng.random() < 0.25

    def pair(
        self,
        canvas: Canvas,
        rng: random.Random,
        word: str,
        number: str,
        right: float,
        middle: float,
        kind: str,
    ) -> float:
        """The two plates, the word's right edge at ``right``; returns the left edge of the number's."""
        word_width = self.word.width(word)
        word_left = right - word_width - 2 * self.pad * rng.uniform(0.3, 1.0)
        digits_width = self.digits.width(number)
        number_left = word_left - self.gap - digits_width - 2 * self.pad
        if self.slot:
            number_left = min(number_left, word_left - UNIT * 2.2)
        canvas.box(word_left, middle - self.half, right - word_left, 2 * self.half, *self.plate)
        canvas.box(
            number_left,
            middle - self.half,
            word_left - self.gap - number_left,
            2 * self.half,
            *self.dark,
        )
        write(canvas, self.word, word, (word_left + right - word_width) / 2, middle)
        write(
            canvas,
            self.digits,
            number,
            word_left - self.gap - self.pad - digits_width,
            middle,
            kind,
        )
        return number_left


def _kill_feed(canvas: Canvas, rng: random.Random, held_out: bool, y: float) -> None:
    ink = Ink(
        fonts.choose(rng, fonts.CONDENSED + fonts.ROUND, (400, 500), held_out),
        rng.uniform(170, 255),
        shadow=rng.choice((0, 0.5)),
        size=rng.uniform(0.5, 0.75),
    )
    while y < canvas.height:
        names = [
            "".join(
                rng.choice("abcdefghiklmnorstuvwxyz_0123456789XZ")
                for _ in range(rng.randint(4, 12))
            )
            for _ in range(2)
        ]
        text = rng.choice(
            (
                f"{names[0]} killed {names[1]} with SKS",
                f"{names[0]} knocked out {names[1]}",
                f"{names[0]} - {rng.randint(2, 90)} left",
                f"{names[1]} died. {rng.randint(2, 90)} left",
            )
        )
        width = ink.width(text)
        x = canvas.width - UNIT * rng.uniform(0.2, 2) - width
        if rng.random() < 0.6:
            canvas.box(x - 6, y - UNIT * 0.5, width + 12, UNIT, 20, 0.4)
        write(canvas, ink, text, x, y)
        y += UNIT * rng.uniform(1.0, 1.4)


HUD = Hud(draw, 16.2, 4.6, 26)
