"""The plain alternative: a keyword alert per event type, as anyone would set it up with a news service.

How the list was made: for each type, the words its own definition uses (what is done, and to what), once in each of the nine
languages as an analyst would type them, without looking at the articles. A row is a set of alternatives in which `+` joins words that
must all occur in the article, in any order and inflection-blind (a stem). An article that matches a type's row is one mail for that type.
"""

WORDS = {
    "export_ban": ["ban+export", "禁止+出口", "禁止+出口", "禁+輸出", "수출+금지", "export+verbot", "interdi+export", "prohib+export",
                   "запрет+экспорт", "запрет+вывоз"],
    "dual_use_ban": ["dual-use", "dual use", "两用", "兩用", "軍民両用", "이중용도", "dual-use-güter", "double usage", "doble uso",
                     "двойного назначения"],
    "export_licensing": ["export+licen", "出口+许可", "出口+許可", "輸出+許可", "수출+허가", "ausfuhr+genehmigung", "export+genehmigung",
                         "licence+export", "licencia+export", "экспорт+лиценз"],
    "licence_tightening": ["licen+tighten", "licen+delay", "许可+收紧", "許可+收緊", "許可+厳格", "審査+厳格", "허가+강화", "genehmigung+verschärf",
                           "licence+durci", "licencia+endurec", "лиценз+ужесточ"],
    "export_quota": ["export+quota", "出口+配额", "出口+配額", "輸出+割当", "輸出+枠", "수출+쿼터", "export+quote", "quota+export", "cuota+export",
                     "квот+экспорт", "квот+вывоз"],
    "export_duty": ["export+duty", "export+tax", "出口+关税", "出口+關稅", "輸出+関税", "輸出税", "수출세", "수출+관세", "exportsteuer", "exportzoll",
                    "taxe+export", "arancel+export", "пошлин+экспорт", "пошлин+вывоз"],
    "extraterritorial_control": ["extraterritorial", "secondary sanction", "长臂", "長臂", "域外", "역외", "extraterritorial", "extraterritor",
                                 "вторичн+санкц", "экстерриториальн"],
    "entity_listing": ["entity list", "unreliable entity", "实体清单", "實體清單", "エンティティ", "企業リスト", "기업+명단", "entity-liste",
                       "liste+entités", "lista+entidades", "чёрн+список", "список+компан"],
    "import_ban": ["ban+import", "禁止+进口", "禁止+進口", "輸入+禁止", "輸入+停止", "수입+금지", "import+verbot", "einfuhr+verbot", "interdi+import",
                   "prohib+import", "запрет+импорт", "запрет+ввоз"],
    "anti_dumping_probe": ["anti-dumping+investigat", "anti-dumping+probe", "反倾销+调查", "反傾銷+調查", "反ダンピング+調査", "ダンピング+調査",
                           "반덤핑+조사", "antidumping+untersuchung", "anti-dumping+untersuchung", "antidumping+enquête", "antidumping+investigac",
                           "антидемпинг+расследован"],
    "anti_dumping_duty": ["anti-dumping+dut", "反倾销税", "反倾销+保证金", "反傾銷稅", "反ダンピング+関税", "ダンピング+関税", "반덤핑+관세",
                          "antidumping+zoll", "anti-dumping+zöll", "droits+antidumping", "derechos+antidumping", "антидемпинг+пошлин"],
    "subsidy_probe": ["subsid+investigat", "subsid+probe", "反补贴+调查", "反補貼+調查", "補助金+調査", "보조금+조사", "subvention+untersuchung",
                      "subvention+enquête", "subvencion+investigac", "субсиди+расследован"],
    "countervailing_duty": ["countervailing", "反补贴税", "反補貼稅", "相殺関税", "상계관세", "ausgleichszoll", "ausgleichszöll", "droits compensat",
                            "derechos compensat", "компенсационн+пошлин"],
    "safeguard_measure": ["safeguard", "保障措施", "セーフガード", "세이프가드", "schutzmaßnahme", "sauvegarde", "salvaguardia", "защитн+мер"],
    "tariff_increase": ["tariff", "加征+关税", "加徵+關稅", "追加+関税", "관세+인상", "strafzoll", "strafzöll", "zölle", "droits de douane", "arancel",
                        "пошлин"],
    "sanctions": ["sanction", "制裁", "제재", "sanktion", "sancion", "санкц"],
    "investment_restriction": ["invest+restrict", "投资+限制", "投資+限制", "投資+規制", "투자+제한", "investition+beschränk", "invest+restreign",
                               "inversi+restric", "инвестиц+огранич"],
    "travel_advisory": ["travel+advis", "赴+旅行+提醒", "旅遊+警示", "渡航", "여행+자제", "reisewarnung", "conseil+voyage", "viajar+recom",
                        "не+посещать"],
    "cultural_restriction": ["film+ban", "concert+cancel", "电影+禁", "電影+禁", "映画+禁", "영화+금지", "film+verbot", "film+interdi", "película+prohib",
                             "фильм+запрет"],
    "shipping_measure": ["port fee", "港务费", "港務費", "入港料", "항만+수수료", "hafengebühr", "frais portuaires", "tasas portuarias",
                         "портов+сбор"],
    "trade_dispute": ["WTO", "World Trade Organization", "世贸组织", "世貿組織", "世界貿易機関", "세계무역기구", "Welthandelsorganisation", "OMC",
                      "ВТО"],
    "diplomatic_protest": ["protest", "summon+ambassador", "抗议", "抗議", "严正交涉", "嚴正交涉", "항의", "einbestell", "convoqu+ambassadeur",
                           "convoc+embajador", "протест"],
    "supply_disruption": ["shortage", "halt+production", "停产", "停產", "短缺", "操業停止", "品薄", "생산+중단", "engpass", "pénurie", "escasez", "дефицит",
                          "остановк+производств"],
    "control_easing": ["ease+export", "lift+ban", "suspend+dut", "放宽", "放寬", "解除", "緩和", "완화", "해제", "gelockert", "aufgehoben", "assoupl",
                       "levée", "levant", "flexibiliz", "ослаб", "отмен"],
    "trade_truce": ["truce", "agree+suspend", "休战", "休戰", "達成協議", "达成+协议", "停戦", "合意", "휴전", "합의", "waffenruhe", "einigung", "trêve",
                    "accord", "tregua", "acuerdo", "перемири", "договорил"],
    "supply_diversification": ["diversif", "stockpil", "多元化", "储备", "儲備", "多角化", "備蓄", "다변화", "비축", "vorrat", "stock stratég",
                               "reserva estratég", "диверсифик", "запас"],
}


def mails(article):
    """The types whose keyword alert this article sets off."""
    text = (article["title"] + " " + article["text"]).casefold()
    return [kind for kind, rows in WORDS.items()
            if any(all(word.casefold() in text for word in row.split("+")) for row in rows)]
