"""Which words does PUBG write beside its numbers?  Chosen without the game at hand, by language."""

from __future__ import annotations

import random

from training.drawing import fonts
from training.drawing.fonts import Font

Words = dict[str, tuple[str, ...]]

ALIVE: Words = {
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
JOINED: Words = {
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
    "zh": ("加入", "加入", "已加入", "已参加", "加入人数"),
    "ja": ("参加", "参加者", "参加済み"),
    "ru": ("ВОШЛИ", "В ИГРЕ", "ВСТУПИЛИ", "ПОДКЛЮЧЕНО"),
    "th": ("เข้าร่วม", "เข้าร่วมแล้ว"),
    "ar": ("انضم", "انضموا"),
}
KILLED: Words = {
    "": ("KILLED",) * 8
    + ("KILLS", "TUÉS", "BAJAS", "ELIMINADOS", "ABATES", "GETÖTET", "UCCISI", "ZABICI", "ÖLDÜRME"),
    "ko": ("처치", "킬"),
    "zh": ("击杀", "淘汰"),
    "ja": ("キル", "キル数"),
    "ru": ("УБИТО", "УБИЙСТВ"),
    "th": ("สังหาร",),
    "ar": ("قتل",),
}
ASSISTED: Words = {
    "": ("ASSISTED",) * 12
    + (
        "ASSISTS",
        "ASSISTANCES",
        "ASISTENCIAS",
        "ASSISTÊNCIAS",
        "UNTERSTÜTZT",
        "VORLAGEN",
        "ASSISTENZE",
        "ASYSTY",
        "ASİST",
        "HỖ TRỢ",
        "BANTUAN",
    ),
    "ko": ("어시스트", "도움", "지원"),
    "zh": ("助攻", "协助"),
    "ja": ("アシスト", "援護"),
    "ru": ("ПОМОЩЬ", "СОДЕЙСТВИЕ", "АССИСТЫ"),
    "th": ("ช่วยเหลือ",),
    "ar": ("مساعدة",),
}
TIME: Words = {
    "": ("TIME",) * 9
    + ("TEMPS", "TIEMPO", "ZEIT", "TEMPO", "CZAS", "SÜRE", "ZAMAN", "THỜI GIAN", "WAKTU"),
    "ko": ("시간", "남은 시간"),
    "zh": ("时间", "时间", "剩余时间"),
    "ja": ("時間", "残り時間"),
    "ru": ("ВРЕМЯ",),
    "th": ("เวลา",),
    "ar": ("الوقت",),
}
TEAMS: Words = {
    "": ("TEAMS",) * 10
    + ("TEAM", "ÉQUIPES", "EQUIPOS", "EQUIPES", "SQUADRE", "DRUŻYNY", "TAKIMLAR", "ĐỘI", "SQUADS"),
    "ko": ("팀", "남은 팀"),
    "zh": ("队伍", "小队", "剩余队伍"),
    "ja": ("チーム", "残りチーム"),
    "ru": ("КОМАНДЫ", "ОТРЯДЫ"),
    "th": ("ทีม",),
    "ar": ("فرق",),
}
LANGUAGES = {"": 58, "ko": 10, "zh": 13, "ja": 7, "ru": 7, "th": 3, "ar": 2}
SPACED = ("ko", "zh", "ja", "ru")
"""Scripts whose letters may be set wide apart."""
_LETTERS = {
    "ko": "가나다라마사자하고노도로소수기니리시인원남전생명",
    "zh": "的数生活存余剩下玩家大小上国一是还有",
    "ja": "あいうえおきくけこさしすせそたちつてとなにのラリルレロ人生残者数",
    "ru": "АБВГДЕЖЗИКЛМНОПРСТУХЦЧШЫЯ",
}
_GREEK = "ΑΒΓΔΕΖΗΘΙΚΛΜΝΞΟΠΡΣΤΥΦΧΨΩ"
_DEVANAGARI = "अआइईउएकखगघचछजटडतदनपबमयरलवशसह"
"""Scripts that are never taught with a meaning; training sees the first one, the test set the second."""


def said(rng: random.Random, words: Words, language: str) -> str:
    return rng.choice(words[language])


def made_up(rng: random.Random, language: str) -> str:
    """A word that nobody says, of letters that the language has."""
    return "".join(rng.choices(_LETTERS[language], k=rng.randint(2, 4)))


def unknown(rng: random.Random, held_out: bool) -> tuple[str, Font]:
    """A word in a script that is never taught."""
    letters, script = (_DEVANAGARI, "devanagari") if held_out else (_GREEK, "greek")
    text = "".join(rng.choices(letters, k=rng.randint(3, 6)))
    return text, fonts.noto(script, rng.choice((400, 500, 600, 700)))
