"""Writes fixtures/encodings.json: short tables as older programs saved them, encoded by Python's codecs."""
import base64
import json
from pathlib import Path

HEAD = "text,label\n"
TEXTS = {
    "cp1252": ["Café Lumex,org\n", "Das Gebäude war schön,pos\nSehr müde,neg\n", "El niño comió piña,pos\n¿Qué pasó?,neg\n",
               "Der Preis beträgt 5 €,neutral\n", "“Quoted” and it’s fine – really,pos\n", "Não é possível,neg\nÓtima opção,pos\n",
               "très déçu par la qualité,neg\nça marche à merveille,pos\n", "Rødgrød på bordet,pos\n", "Åsa är snäll,pos\n", "naïve,neg\n",
               "It costs £5,neutral\n", "25 °C outside,neutral\n", "perché no,pos\nè così,neg\n", "Größe,pos\n"],
    "cp1250": ["Příliš žluťoučký kůň úpěl ďábelské ódy,neg\nDobrý den,pos\n", "Zażółć gęślą jaźń,pos\nBardzo źle,neg\n",
               "To jest świetne,pos\nŚlimak żółty,neg\n", "Nagyon jó könyv volt őszintén,pos\nszörnyű,neg\n", "čaša i šljiva,pos\nđak,neg\n"],
    "iso8859_2": ["Zażółć gęślą jaźń,pos\nBardzo źle,neg\n", "Příliš žluťoučký kůň,neg\nTáhle věc je špatná,pos\n"],
    "cp1251": ["Очень хороший фильм,pos\nУжасно скучно,neg\n", "Хорошо,pos\n", "Москва и Мира,loc\n", "Дуже гарний фільм і книга,pos\nжахливо,neg\n"],
    "koi8_r": ["Очень хороший фильм,pos\nУжасно скучно,neg\n", "Мне понравилось,pos\n"],
    "cp866": ["Очень хороший фильм,pos\nУжасно скучно,neg\n"],
    "iso8859_5": ["Очень хороший фильм,pos\nУжасно скучно,neg\n"],
    "cp1253": ["Πολύ καλή ταινία,pos\nΆσχημα,neg\n"],
    "iso8859_7": ["Πολύ καλή ταινία,pos\n"],
    "cp1254": ["Çok güzel bir film değil mi,pos\nşaşırdım,neg\n", "İyi ki görmüşüm,pos\n"],
    "cp1255": ["סרט טוב מאוד,pos\nגרוע,neg\nהמשלוח הגיע מאוחר והמוצר שבור לגמרי,neg\nשירות מצוין ואנשים נחמדים,pos\n"],
    "cp1256": ["فيلم جيد جدا,pos\nسيئ,neg\n"],
    "cp1257": ["Labai geras filmas ačiū,pos\nšlykštu ūgis ėjo į,neg\n", "Ļoti laba filma,pos\nšķiet garlaicīgi,neg\n"],
    "cp874": ["หนังดีมาก,pos\nแย่มาก,neg\n"],
    "shift_jis": ["良い,pos\n悪い,neg\n", "とても良い映画でした,pos\nつまらない,neg\n", "カメラ,pos\n", "東京タワー,loc\n大阪,loc\n"],
    "euc_jp": ["良い,pos\n悪い,neg\n", "とても良い映画でした,pos\nつまらない,neg\n", "カメラが壊れた,neg\n"],
    "iso2022_jp": ["良い,pos\n悪い,neg\n"],
    "gb18030": ["很好的电影,pos\n太差了,neg\n", "好,pos\n坏,neg\n", "我不喜欢这个产品,neg\n质量不错，推荐,pos\n", "北京,loc\n上海,loc\n"],
    "big5": ["很好的電影,pos\n太差了,neg\n", "我不喜歡這個產品,neg\n品質不錯，推薦,pos\n", "臺北,loc\n"],
    "euc_kr": ["정말 좋은 영화,pos\n별로예요,neg\n", "서울,loc\n부산,loc\n", "배송이 빠르고 좋아요,pos\n"],
    "mac_roman": ["très déçu par la qualité,neg\nça marche,pos\n", "Das Gebäude war schön,pos\n"],
}

rows = [
    {"encoding": encoding, "text": HEAD + text, "bytes": base64.b64encode((HEAD + text).encode(encoding)).decode()}
    for encoding, texts in TEXTS.items()
    for text in texts
]
out = Path(__file__).parent / "fixtures" / "encodings.json"
out.write_text(json.dumps(rows, ensure_ascii=False, indent=1) + "\n")
