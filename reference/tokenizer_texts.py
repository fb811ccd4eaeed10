"""Texts that tokenizers find hard, shared by the fixtures of tokenizers. Writes nothing itself."""

STEMS = 'river stone harbour winter signal garden copper lantern meadow engine violet marble thunder pocket silver'.split()
ENDINGS = ['', 's', 'ing', 'ed', 'less', "'s", '-like', ',', '.', 'ise']

TEXTS = [
    # Plain English
    'This is a sample sentence.',
    'Sentence transformers turn text into vectors.',
    'Berlin is the capital of Germany.',
    'The quick brown fox jumps over the lazy dog.',
    'SHOUTING IN CAPITALS AND mIxEd CaSe',
    'a',
    'Z',
    'one  two   three    four',
    ' leading and trailing ',
    'Patient denies chest pain; no SOB, N/V or fever (T 37.2 C).',
    # Contractions, quotes, dashes
    "I can't believe they'd've done it, y'all -- it's John's.",
    'He said: “It’s ‘fine’” … well—almost – really!',
    'rock ’n’ roll, 6’2” tall',
    # Words in pieces
    'antidisestablishmentarianism pneumonoultramicroscopicsilicovolcanoconiosis',
    'Electroencephalographically unaffable hyperparameterisation of thrombocytopenia',
    'xqzjv qwrtplkjhg zzzzzz',
    'methylprednisolone hydroxychloroquine levothyroxine',
    # Nothing, blanks, punctuation
    '',
    ' ',
    '     ',
    '\t\n\r ',
    '\u00a0\u2003\u3000',
    '.',
    '!?.,;:()[]{}<>/\\|@#$%^&*~`\'"-_=+',
    '...!!!???',
    '¿Qué? ¡Sí! «oui» „ja“ ‚ne‘ ‹x›',
    '。、「」・〜！？',
    '$ ^ + = < > | ~ ` € £ ¥ ¢ ¤ © ® ™ § ¶ † ‡ • ° ± × ÷ ¬ µ',
    '← ↑ → ↓ ⇒ ∀ ∂ ∃ ∅ ∇ ∈ ∑ ∏ √ ∞ ∫ ≈ ≠ ≤ ≥ ■ □ ▲ ● ★ ♥ ✓',
    # Accents, composed and decomposed
    'Café déjà vu, naïve façade, Ångström, El Niño, smörgåsbord',
    'Cafe\u0301 de\u0301ja\u0300 vu, nai\u0308ve fac\u0327ade, A\u030angstro\u0308m',
    'Việt Nam, Nguyễn, Trường Đại học',
    'Vie\u0323\u0302t Nam, Nguye\u0302\u0303n',
    'Zażółć gęślą jaźń; Příliš žluťoučký kůň úpěl ďábelské ódy',
    'Łódź Øresund Đorđe Þór Æsir Œuvre Ħal',
    'Z\u0351\u036b\u0343a\u0349\u0356l\u0340\u0317g\u031eo\u0321 stacked marks',
    '\u0301leading mark, and \u0301 alone',
    'e\u0301\u0301 e\u0327\u0301 q\u0307\u0323 q\u0323\u0307',
    # Case rules of other scripts
    'ΟΔΟΣ ΣΙΣΥΦΟΣ Σ ΑΣ ΣΑ ΟΔΟΣ. ΟΔΟΣ, και ΟΔΌΣ',
    'Ἀρχιμήδης Ὀδυσσεύς ᾼδης ᾳ',
    'İstanbul İZMİR DİYARBAKIR ılık ISPARTA i̇',
    'Straße GROẞ Maß ẞ ß weiß',
    'Москва Йогурт ёлка ЁЛКА їжак Ґрунт',
    'ǅ Ǆ ǆ ǈ Ǌ ŉ ǰ ſ K Å',
    'Հայաստան ԵՐԵՒԱՆ և',
    'საქართველო ᲡᲐᲥᲐᲠᲗᲕᲔᲚᲝ',
    'ᏣᎳᎩ ꮳꮃꭹ',
    # Emoji
    'Nice work 👍 see you 🎉🎉',
    'Family 👨‍👩‍👧‍👦 and 👩🏽‍🚀 wave 👋🏿',
    'Flags 🇩🇪🇫🇷 🏴󠁧󠁢󠁳󠁣󠁴󠁿 and keycap 1️⃣',
    'I ❤️ this ☺ ☺️ ♀️',
    '😀',
    # CJK and neighbours
    '北京是中国的首都。',
    '東京タワーは333メートルです。',
    'ひらがな カタカナ ガギグ パピプ ｶﾞｷﾞ',
    '한국어 문장입니다. 서울은 대한민국의 수도이다.',
    '\u1112\u1161\u11ab\u1100\u1173\u11af jamo',
    'Mixed 中文and English混排text，IBM公司 2024年',
    '\U00020000\U0002a6d6 extension B, 豈更 compatibility, 〇々〆',
    # Other scripts
    'مرحبا بالعالم، كيف حالك؟',
    'اَلسَّلَامُ عَلَيْكُمْ ـ ﷺ',
    'שָׁלוֹם עוֹלָם',
    'हिन्दी में क्षत्रिय और ज़िन्दगी',
    'বাংলা ভাষা, தமிழ் மொழி, తెలుగు',
    'ภาษาไทยไม่มีวรรค ລາວ မြန်မာ ខ្មែរ',
    # Invisible and odd characters
    'non\u2011breaking\u2011hyphen co\u2011operate',
    'no\u00a0break\u202fspace\u2009thin\u3000wide',
    'zero\u200bwidth\u200cnon\u200djoiner\u2060word',
    '\ufeffbyte order mark\ufeffinside',
    'replacement \ufffd character\ufffd',
    'nul\x00inside \x00 alone',
    'bell\x07 escape\x1b[0m delete\x7f c1\x85next\x9f',
    'tab\there\nnew line\r\nand\x0bvertical\x0cfeed',
    'line\u2028separator paragraph\u2029separator',
    'soft\u00adhyphen\u00ad and co\u00adope\u00adra\u00adtion',
    '\u202eright to left\u202c and \u2066isolate\u2069',
    'private \ue000\uf8ff\U000f0000 and unassigned \u0378\U000e0fff',
    'noncharacter \ufdd0 \ufffe \U0001ffff',
    'variation\ufe0f selector \u180e mongolian',
    # Special tokens as text
    '[CLS] this [MASK] is [UNK] literal [SEP][PAD]',
    '[cls] [ MASK ] [MASKED] x[MASK]y [mask]',
    '[MASK]',
    '[UNK][UNK]',
    # Length limits of one word
    'a' * 100 + ' ' + 'a' * 101,
    'very long ' + 'abcdefghij' * 15 + ' word',
    'é' * 101 + ' ' + 'é' * 100,
    # Compatibility forms
    '𝐇𝐞𝐥𝐥𝐨 𝓦𝓸𝓻𝓵𝓭 𝔸𝔹ℂ 𝟙𝟚𝟛 𝛼𝛽',
    'Ｆｕｌｌ－ｗｉｄｔｈ ＬＥＴＴＥＲＳ １２３！',
    'ﬁne ﬂow oﬃce ﬆ ﬀ',
    '① ② Ⅳ ⅷ ½ x² H₂O m³ ㎏ ℃ № ℡ ㍿',
    'ⒶⒷⓒ 🅰🅱 🄰',
    # Addresses and numbers
    'See https://example.org/a/b-c_d?x=1&y=%20#frag or www.example.co.uk.',
    'Write to first.last+tag@mail.example.com, not @handle or #hashtag.',
    'C:\\Users\\name\\file.tar.gz and /usr/local/bin/node --flag=value',
    '3.14159, 1,000,000.00, -17, 1e-12, 0x7FEB352D, 50%, 12:30, 2024-02-29',
    '٠١٢٣ ०१२३ ๐๑๒ 零一二三 ௧',
    'if (a != b && c[i] <= 10) { return f(x) ?? null; } // 你好',
    # Long
    'A sentence that goes on for a while, repeating itself. ' * 12,
    ' '.join(STEMS[i * 7 % len(STEMS)] + ENDINGS[i * 3 % len(ENDINGS)] for i in range(1000)),
    ''.join(chr(c) for c in range(0x20, 0x250)),
]


assert len(set(TEXTS)) == len(TEXTS) >= 80
