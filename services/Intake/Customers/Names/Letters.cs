using System.Collections.Frozen;

namespace Risk.Intake.Customers.Names;

/// <summary>
/// Letters without their width, accents and traditional forms. The runtime works without the tables of Unicode
/// normalisation, so those that names need are here.
/// </summary>
internal static class Letters
{
    private const string Accented =
        "àáâãäåāăąǎǟǡǻȁȃȧçćĉċčďđèéêëēĕėęěȅȇȩĝğġģǧǵĥȟħìíîïĩīĭįǐȉȋıĵǰķǩĺļľłñńņňǹòóôõöōŏőơǒǫǭȍȏȫȭȯȱøŕŗ"
        + "řȑȓśŝşšșţťțùúûüũūŭůűųưǔǖǘǚǜȕȗŵýÿŷȳźżž";

    private const string Unaccented =
        "aaaaaaaaaaaaaaaacccccddeeeeeeeeeeeegggggghhhiiiiiiiiiiiijjkkllllnnnnnooooooooooooooooooorr"
        + "rrrssssstttuuuuuuuuuuuuuuuuuuwyyyyzzz";

    // The letters of company names that are written otherwise in Hong Kong, Macao and Taiwan than on the mainland.
    private const string Traditional =
        "潤華國東廣業貿電機實際團聯興豐銀鋼鐵龍鳳進達運輸車藥醫學術資訊網絡軟體開發設計環衛農產紡織製紙膠飲飾圖"
        + "書報傳視創藝榮壽寶寧濟蘇漢遠揚順馬駿騰萬億遊貨裝備儀錶經營責總號專賣處務區縣縱橫聖約羅蘭島門鄉長間關"
        + "閩滬粵陽陰雙單餘優價錢買點線鎮鎢銅鋁錫鋅礦鑽鹽絲綢緞麵麥韓臺灣灑潔淨滙匯劃劑檢測驗證從眾員園圍場塊壩"
        + "聲聽樂樓極構樹標權歐歲歷殼毀氣漁漿澤濱燈爾爭獎現瑪畫當盤監眞確碼禮種稱穩競筆築簡範級納紐紅純細終組結"
        + "給統絕綠維綱緊編緣縮績繼續罰義習職脈腦臨舊艙蘋萊葉蓋蔣薦補裏複見規親覺觀訂訓記訪許評詞試話詳語誠說課"
        + "調談請論諸講謝譯識議護讀變讓財貢貝負貸費賀質購贊贏趙軌軒轉輕輝輪辦遞選遼邁還鄭釋針鉅銷鋒錄鍋鍵鏈鏡閃"
        + "閉問閣隊階隨隱難離雲靈靜頂項預領頭題額風飛飯飽館馳驅鮮鳥麗齊齒";

    private const string Simplified =
        "润华国东广业贸电机实际团联兴丰银钢铁龙凤进达运输车药医学术资讯网络软体开发设计环卫农产纺织制纸胶饮饰图"
        + "书报传视创艺荣寿宝宁济苏汉远扬顺马骏腾万亿游货装备仪表经营责总号专卖处务区县纵横圣约罗兰岛门乡长间关"
        + "闽沪粤阳阴双单余优价钱买点线镇钨铜铝锡锌矿钻盐丝绸缎面麦韩台湾洒洁净汇汇划剂检测验证从众员园围场块坝"
        + "声听乐楼极构树标权欧岁历壳毁气渔浆泽滨灯尔争奖现玛画当盘监真确码礼种称稳竞笔筑简范级纳纽红纯细终组结"
        + "给统绝绿维纲紧编缘缩绩继续罚义习职脉脑临旧舱苹莱叶盖蒋荐补里复见规亲觉观订训记访许评词试话详语诚说课"
        + "调谈请论诸讲谢译识议护读变让财贡贝负贷费贺质购赞赢赵轨轩转轻辉轮办递选辽迈还郑释针巨销锋录锅键链镜闪"
        + "闭问阁队阶随隐难离云灵静顶项预领头题额风飞饭饱馆驰驱鲜鸟丽齐齿";

    private static readonly FrozenDictionary<char, char> PlainOf = (Accented + Traditional)
        .Zip(Unaccented + Simplified).ToFrozenDictionary(pair => pair.First, pair => pair.Second);

    /// <summary>The lower-case letter without its accent; the simplified one of a traditional Chinese letter.</summary>
    public static char Plain(char letter) => letter < 0x80 ? letter : PlainOf.GetValueOrDefault(letter, letter);

    /// <summary>
    /// Full-width forms, as Chinese and Japanese keyboards write Latin letters and digits, made half-width.
    /// </summary>
    public static char HalfWidth(char c) => c switch
    {
        >= '\uFF01' and <= '\uFF5E' => (char)(c - 0xFEE0),
        '\u3000' or '\u00A0' => ' ',
        '【' or '〔' => '(',
        '】' or '〕' => ')',
        _ => c,
    };
}
