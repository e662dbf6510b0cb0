"""Which words does PUBG write beside its numbers?  Chosen without the game at hand, by language."""

from __future__ import annotations

import random
from dataclasses import dataclass

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
OTHER: Words = {
    "": (
        "TEAM KILLS",
        "SPECTATORS",
        "WATCHING",
        "RANK",
        "PING",
        "FPS",
        "DAMAGE",
        "LEVEL",
        "SCORE",
        "ZONE",
        "ROUND",
        "METERS",
        "VIEWERS",
        "SPECTATEURS",
        "DÉGÂTS",
        "ESPECTADORES",
        "DAÑO",
        "ZUSCHAUER",
        "SCHADEN",
        "SPETTATORI",
        "DANNI",
        "WIDZOWIE",
        "OBRAŻENIA",
        "İZLEYİCİ",
        "HASAR",
        "NGƯỜI XEM",
        "SÁT THƯƠNG",
        "PENONTON",
    ),
    "ko": ("관전", "피해량", "순위", "점수", "단계"),
    "zh": ("观战", "伤害", "排名", "得分", "等级"),
    "ja": ("観戦", "ダメージ", "順位", "得点", "段階"),
    "ru": ("ЗРИТЕЛИ", "УРОН", "МЕСТО", "ОЧКИ", "ЗОНА"),
    "th": ("ผู้ชม", "ความเสียหาย", "อันดับ"),
    "ar": ("مشاهدون", "ضرر", "ترتيب"),
}
"""What counts nothing of ours."""
_LOBBIES: Words = {
    "": (
        "ONT REJOINT LA PARTIE",
        "INSCRITS",
        "SE HAN UNIDO",
        "EN ESPERA",
        "DABEI",
        "PRESENTES",
        "PARTECIPANTI",
        "W GRZE",
        "KATILDILAR",
        "ĐÃ VÀO",
        "BERGABUNG SUDAH",
        "TELAH GABUNG",
        "DELTAGARE",
        "WAITING",
    ),
    "ko": ("입장", "참가자", "대기", "참가 완료"),
    "zh": ("进入", "等待", "參加", "已進入"),
    "ja": ("入室", "待機", "参加人数"),
    "ru": ("ОЖИДАЮТ", "ПРИСОЕДИНИЛИСЬ", "УЧАСТНИКИ", "ВОШЛО"),
    "th": ("รอ", "เข้าแล้ว"),
    "ar": ("في الانتظار",),
}
"""More that stands there before a match."""


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """What is said how often."""

    languages: dict[str, int]
    alive: Words
    joined: Words
    killed: Words
    assisted: Words
    time: Words
    teams: Words
    lobbies: float
    """How many rows are of lobbies."""
    observed_lobbies: float
    """How many of those that observers see."""
    other: Words | None = None


def _each_once(words: Words, more: Words | None = None) -> Words:
    return {
        language: tuple(dict.fromkeys((*said, *(more or {}).get(language, ()))))
        for language, said in words.items()
    }


USUAL = Vocabulary(
    {"": 58, "ko": 10, "zh": 13, "ja": 7, "ru": 7, "th": 3, "ar": 2},
    ALIVE,
    JOINED,
    KILLED,
    ASSISTED,
    TIME,
    TEAMS,
    lobbies=0.22,
    observed_lobbies=0.1,
)
"""As streams show it, roughly."""
ALL = Vocabulary(
    {"": 42, "ko": 13, "zh": 15, "ja": 10, "ru": 12, "th": 4, "ar": 4},
    _each_once(ALIVE),
    _each_once(JOINED, _LOBBIES),
    _each_once(KILLED),
    _each_once(ASSISTED),
    _each_once(TIME),
    _each_once(TEAMS),
    lobbies=0.35,
    observed_lobbies=0.3,
    other=OTHER,
)
"""Each word of a language as often as any other: of what is usual, most are learned from a few dozen pictures."""
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
