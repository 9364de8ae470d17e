//! Written by `tools/code_pages/generate.py`, which says where the tables come from.

use super::table::Base::{Big5, EucJp, EucKr, Gbk, Jis0212, Unicode};
use super::table::{ASCII as ASCII_HEAD, CONTROLS, Double, EBCDIC, LATIN, NONE, Source, Table};

pub(super) static ASCII: Table = Table::new(Source {
    head: ASCII_HEAD,
    rest: "",
    double: None,
    decode_only: &[],
});

pub(super) static CP28591: Table = Table::new(Source {
    head: LATIN,
    rest: "\u{a0}¡¢£¤¥¦§¨©ª«¬\u{ad}®¯°±²³´µ¶·¸¹º»¼½¾¿ÀÁÂÃÄÅÆÇÈÉÊËÌÍÎÏÐÑÒÓÔÕÖ×ØÙÚÛÜÝÞßàáâãäåæçèéêëìíîïðñòóôõö÷øùúûüýþÿ",
    double: None,
    decode_only: &[],
});

pub(super) static CP37: Table = Table::new(Source {
    head: EBCDIC,
    rest: " \u{a0}âäàáãåçñ¢.<(+|&éêëèíîïìß!$*);¬-/ÂÄÀÁÃÅÇÑ¦,%_>?øÉÊËÈÍÎÏÌ`:#@'=\"Øabcdefghi«»ðýþ±°jklmnopqrªºæ¸Æ¤µ~stuvwxyz¡¿ÐÝÞ®^£¥·©§¶¼½¾[]¯¨´×{ABCDEFGHI\u{ad}ôöòóõ}JKLMNOPQR¹ûüùúÿ\\÷STUVWXYZ²ÔÖÒÓÕ0123456789³ÛÜÙÚ\u{9f}",
    double: None,
    decode_only: &[],
});

pub(super) static CP437: Table = Table::new(Source {
    head: ASCII_HEAD,
    rest: "ÇüéâäàåçêëèïîìÄÅÉæÆôöòûùÿÖÜ¢£¥₧ƒáíóúñÑªº¿⌐¬½¼¡«»░▒▓│┤╡╢╖╕╣║╗╝╜╛┐└┴┬├─┼╞╟╚╔╩╦╠═╬╧╨╤╥╙╘╒╓╫╪┘┌█▄▌▐▀αßΓπΣσµτΦΘΩδ∞φε∩≡±≥≤⌠⌡÷≈°∙·√ⁿ²■\u{a0}",
    double: None,
    decode_only: &[],
});

pub(super) static CP500: Table = Table::new(Source {
    head: EBCDIC,
    rest: " \u{a0}âäàáãåçñ[.<(+!&éêëèíîïìß]$*);^-/ÂÄÀÁÃÅÇÑ¦,%_>?øÉÊËÈÍÎÏÌ`:#@'=\"Øabcdefghi«»ðýþ±°jklmnopqrªºæ¸Æ¤µ~stuvwxyz¡¿ÐÝÞ®¢£¥·©§¶¼½¾¬|¯¨´×{ABCDEFGHI\u{ad}ôöòóõ}JKLMNOPQR¹ûüùúÿ\\÷STUVWXYZ²ÔÖÒÓÕ0123456789³ÛÜÙÚ\u{9f}",
    double: None,
    decode_only: &[],
});

pub(super) static CP708: Table = Table::new(Source {
    head: ASCII_HEAD,
    rest: "│┤éâ╡à╢çêëèïî╖╕╣║╗╝ô╜╛ûù┐└\u{9a}\u{9b}\u{9c}\u{9d}\u{9e}\u{9f}�┴┬├¤─┼╞╟╚╔╩،╦«»░▒▓╠═╬╧╨╤╥╙؛╘╒╓؟╫ءآأؤإئابةتثجحخدذرزسشصضطظعغ█▄▌▐▀ـفقكلمنهوىي\u{64b}\u{64c}\u{64d}\u{64e}\u{64f}\u{650}\u{651}\u{652}������╪┘┌µ£■\u{a0}",
    double: None,
    decode_only: &[],
});

pub(super) static CP720: Table = Table::new(Source {
    head: ASCII_HEAD,
    rest: "\u{80}\u{81}éâ\u{84}à\u{86}çêëèïî\u{8d}\u{8e}\u{8f}\u{90}\u{651}\u{652}ô¤ـûùءآأؤ£إئابةتثجحخدذرزسشص«»░▒▓│┤╡╢╖╕╣║╗╝╜╛┐└┴┬├─┼╞╟╚╔╩╦╠═╬╧╨╤╥╙╘╒╓╫╪┘┌█▄▌▐▀ضطظعغفµقكلمنهوىي≡\u{64b}\u{64c}\u{64d}\u{64e}\u{64f}\u{650}≈°∙·√ⁿ²■\u{a0}",
    double: None,
    decode_only: &[],
});

pub(super) static CP737: Table = Table::new(Source {
    head: ASCII_HEAD,
    rest: "ΑΒΓΔΕΖΗΘΙΚΛΜΝΞΟΠΡΣΤΥΦΧΨΩαβγδεζηθικλμνξοπρσςτυφχψ░▒▓│┤╡╢╖╕╣║╗╝╜╛┐└┴┬├─┼╞╟╚╔╩╦╠═╬╧╨╤╥╙╘╒╓╫╪┘┌█▄▌▐▀ωάέήϊίόύϋώΆΈΉΊΌΎΏ±≥≤ΪΫ÷≈°∙·√ⁿ²■\u{a0}",
    double: None,
    decode_only: &[],
});

pub(super) static CP775: Table = Table::new(Source {
    head: ASCII_HEAD,
    rest: "ĆüéāäģåćłēŖŗīŹÄÅÉæÆōöĢ¢ŚśÖÜø£Ø×¤ĀĪóŻżź”¦©®¬½¼Ł«»░▒▓│┤ĄČĘĖ╣║╗╝ĮŠ┐└┴┬├─┼ŲŪ╚╔╩╦╠═╬Žąčęėįšųūž┘┌█▄▌▐▀ÓßŌŃõÕµńĶķĻļņĒŅ’\u{ad}±“¾¶§÷„°∙·¹³²■\u{a0}",
    double: None,
    decode_only: &[],
});

pub(super) static CP850: Table = Table::new(Source {
    head: ASCII_HEAD,
    rest: "ÇüéâäàåçêëèïîìÄÅÉæÆôöòûùÿÖÜø£Ø×ƒáíóúñÑªº¿®¬½¼¡«»░▒▓│┤ÁÂÀ©╣║╗╝¢¥┐└┴┬├─┼ãÃ╚╔╩╦╠═╬¤ðÐÊËÈıÍÎÏ┘┌█▄¦Ì▀ÓßÔÒõÕµþÞÚÛÙýÝ¯´\u{ad}±‗¾¶§÷¸°¨·¹³²■\u{a0}",
    double: None,
    decode_only: &[],
});

pub(super) static CP852: Table = Table::new(Source {
    head: ASCII_HEAD,
    rest: "ÇüéâäůćçłëŐőîŹÄĆÉĹĺôöĽľŚśÖÜŤťŁ×čáíóúĄąŽžĘę¬źČş«»░▒▓│┤ÁÂĚŞ╣║╗╝Żż┐└┴┬├─┼Ăă╚╔╩╦╠═╬¤đĐĎËďŇÍÎě┘┌█▄ŢŮ▀ÓßÔŃńňŠšŔÚŕŰýÝţ´\u{ad}˝˛ˇ˘§÷¸°¨˙űŘř■\u{a0}",
    double: None,
    decode_only: &[],
});

pub(super) static CP855: Table = Table::new(Source {
    head: ASCII_HEAD,
    rest: "ђЂѓЃёЁєЄѕЅіІїЇјЈљЉњЊћЋќЌўЎџЏюЮъЪаАбБцЦдДеЕфФгГ«»░▒▓│┤хХиИ╣║╗╝йЙ┐└┴┬├─┼кК╚╔╩╦╠═╬¤лЛмМнНоОп┘┌█▄Пя▀ЯрРсСтТуУжЖвВьЬ№\u{ad}ыЫзЗшШэЭщЩчЧ§■\u{a0}",
    double: None,
    decode_only: &[],
});

pub(super) static CP857: Table = Table::new(Source {
    head: ASCII_HEAD,
    rest: "ÇüéâäàåçêëèïîıÄÅÉæÆôöòûùİÖÜø£ØŞşáíóúñÑĞğ¿®¬½¼¡«»░▒▓│┤ÁÂÀ©╣║╗╝¢¥┐└┴┬├─┼ãÃ╚╔╩╦╠═╬¤ºªÊËÈ�ÍÎÏ┘┌█▄¦Ì▀ÓßÔÒõÕµ�×ÚÛÙìÿ¯´\u{ad}±�¾¶§÷¸°¨·¹³²■\u{a0}",
    double: None,
    decode_only: &[],
});

pub(super) static CP858: Table = Table::new(Source {
    head: ASCII_HEAD,
    rest: "ÇüéâäàåçêëèïîìÄÅÉæÆôöòûùÿÖÜø£Ø×ƒáíóúñÑªº¿®¬½¼¡«»░▒▓│┤ÁÂÀ©╣║╗╝¢¥┐└┴┬├─┼ãÃ╚╔╩╦╠═╬¤ðÐÊËÈ€ÍÎÏ┘┌█▄¦Ì▀ÓßÔÒõÕµþÞÚÛÙýÝ¯´\u{ad}±‗¾¶§÷¸°¨·¹³²■\u{a0}",
    double: None,
    decode_only: &[],
});

pub(super) static CP860: Table = Table::new(Source {
    head: ASCII_HEAD,
    rest: "ÇüéâãàÁçêÊèÍÔìÃÂÉÀÈôõòÚùÌÕÜ¢£Ù₧ÓáíóúñÑªº¿Ò¬½¼¡«»░▒▓│┤╡╢╖╕╣║╗╝╜╛┐└┴┬├─┼╞╟╚╔╩╦╠═╬╧╨╤╥╙╘╒╓╫╪┘┌█▄▌▐▀αßΓπΣσµτΦΘΩδ∞φε∩≡±≥≤⌠⌡÷≈°∙·√ⁿ²■\u{a0}",
    double: None,
    decode_only: &[],
});

pub(super) static CP861: Table = Table::new(Source {
    head: ASCII_HEAD,
    rest: "ÇüéâäàåçêëèÐðÞÄÅÉæÆôöþûÝýÖÜø£Ø₧ƒáíóúÁÍÓÚ¿⌐¬½¼¡«»░▒▓│┤╡╢╖╕╣║╗╝╜╛┐└┴┬├─┼╞╟╚╔╩╦╠═╬╧╨╤╥╙╘╒╓╫╪┘┌█▄▌▐▀αßΓπΣσµτΦΘΩδ∞φε∩≡±≥≤⌠⌡÷≈°∙·√ⁿ²■\u{a0}",
    double: None,
    decode_only: &[],
});

pub(super) static CP862: Table = Table::new(Source {
    head: ASCII_HEAD,
    rest: "אבגדהוזחטיךכלםמןנסעףפץצקרשת¢£¥₧ƒáíóúñÑªº¿⌐¬½¼¡«»░▒▓│┤╡╢╖╕╣║╗╝╜╛┐└┴┬├─┼╞╟╚╔╩╦╠═╬╧╨╤╥╙╘╒╓╫╪┘┌█▄▌▐▀αßΓπΣσµτΦΘΩδ∞φε∩≡±≥≤⌠⌡÷≈°∙·√ⁿ²■\u{a0}",
    double: None,
    decode_only: &[],
});

pub(super) static CP863: Table = Table::new(Source {
    head: ASCII_HEAD,
    rest: "ÇüéâÂà¶çêëèïî‗À§ÉÈÊôËÏûù¤ÔÜ¢£ÙÛƒ¦´óú¨¸³¯Î⌐¬½¼¾«»░▒▓│┤╡╢╖╕╣║╗╝╜╛┐└┴┬├─┼╞╟╚╔╩╦╠═╬╧╨╤╥╙╘╒╓╫╪┘┌█▄▌▐▀αßΓπΣσµτΦΘΩδ∞φε∩≡±≥≤⌠⌡÷≈°∙·√ⁿ²■\u{a0}",
    double: None,
    decode_only: &[],
});

pub(super) static CP864: Table = Table::new(Source {
    head: CONTROLS,
    rest: " !\"#$٪&'()*+,-./0123456789:;<=>?@ABCDEFGHIJKLMNOPQRSTUVWXYZ[\\]^_`abcdefghijklmnopqrstuvwxyz{|}~\u{7f}°·∙√▒─│┼┤┬├┴┐┌└┘β∞φ±½¼≈«»ﻷﻸ��ﻻﻼ�\u{a0}\u{ad}ﺂ£¤ﺄ��ﺎﺏﺕﺙ،ﺝﺡﺥ٠١٢٣٤٥٦٧٨٩ﻑ؛ﺱﺵﺹ؟¢ﺀﺁﺃﺅﻊﺋﺍﺑﺓﺗﺛﺟﺣﺧﺩﺫﺭﺯﺳﺷﺻﺿﻁﻅﻋﻏ¦¬÷×ﻉـﻓﻗﻛﻟﻣﻧﻫﻭﻯﻳﺽﻌﻎﻍﻡﹽ\u{651}ﻥﻩﻬﻰﻲﻐﻕﻵﻶﻝﻙﻱ■",
    double: None,
    decode_only: &[],
});

pub(super) static CP865: Table = Table::new(Source {
    head: ASCII_HEAD,
    rest: "ÇüéâäàåçêëèïîìÄÅÉæÆôöòûùÿÖÜø£Ø₧ƒáíóúñÑªº¿⌐¬½¼¡«¤░▒▓│┤╡╢╖╕╣║╗╝╜╛┐└┴┬├─┼╞╟╚╔╩╦╠═╬╧╨╤╥╙╘╒╓╫╪┘┌█▄▌▐▀αßΓπΣσµτΦΘΩδ∞φε∩≡±≥≤⌠⌡÷≈°∙·√ⁿ²■\u{a0}",
    double: None,
    decode_only: &[],
});

pub(super) static CP866: Table = Table::new(Source {
    head: ASCII_HEAD,
    rest: "АБВГДЕЖЗИЙКЛМНОПРСТУФХЦЧШЩЪЫЬЭЮЯабвгдежзийклмноп░▒▓│┤╡╢╖╕╣║╗╝╜╛┐└┴┬├─┼╞╟╚╔╩╦╠═╬╧╨╤╥╙╘╒╓╫╪┘┌█▄▌▐▀рстуфхцчшщъыьэюяЁёЄєЇїЎў°∙·√№¤■\u{a0}",
    double: None,
    decode_only: &[],
});

pub(super) static CP869: Table = Table::new(Source {
    head: ASCII_HEAD,
    rest: "������Ά�·¬¦‘’Έ―ΉΊΪΌ��ΎΫ©Ώ²³ά£έήίϊΐόύΑΒΓΔΕΖΗ½ΘΙ«»░▒▓│┤ΚΛΜΝ╣║╗╝ΞΟ┐└┴┬├─┼ΠΡ╚╔╩╦╠═╬ΣΤΥΦΧΨΩαβγ┘┌█▄δε▀ζηθικλμνξοπρσςτ΄\u{ad}±υφχ§ψ΅°¨ωϋΰώ■\u{a0}",
    double: None,
    decode_only: &[],
});

pub(super) static CP870: Table = Table::new(Source {
    head: EBCDIC,
    rest: " \u{a0}âäţáăčçć[.<(+!&éęëůíîľĺß]$*);^-/ÂÄ˝ÁĂČÇĆ|,%_>?ˇÉĘËŮÍÎĽĹ`:#@'=\"˘abcdefghiśňđýřş°jklmnopqrłńš¸˛¤ą~stuvwxyzŚŇĐÝŘŞ˙ĄżŢŻ§žźŽŹŁŃŠ¨´×{ABCDEFGHI\u{ad}ôöŕóő}JKLMNOPQRĚűüťúě\\÷STUVWXYZďÔÖŔÓŐ0123456789ĎŰÜŤÚ\u{9f}",
    double: None,
    decode_only: &[],
});

pub(super) static CP875: Table = Table::new(Source {
    head: EBCDIC,
    rest: " ΑΒΓΔΕΖΗΘΙ[.<(+!&ΚΛΜΝΞΟΠΡΣ]$*);^-/ΤΥΦΧΨΩΪΫ|,%_>?¨ΆΈΉ\u{a0}ΊΌΎΏ`:#@'=\"΅abcdefghiαβγδεζ°jklmnopqrηθικλμ´~stuvwxyzνξοπρσ£άέήϊίόύϋώςτυφχψ{ABCDEFGHI\u{ad}ωΐΰ‘―}JKLMNOPQR±½\u{1a}·’¦\\\u{1a}STUVWXYZ²§\u{1a}\u{1a}«¬0123456789³©\u{1a}\u{1a}»\u{9f}",
    double: None,
    decode_only: &[0xDC, 0xE1, 0xEC, 0xED, 0xFC, 0xFD],
});

static CP932_DOUBLE: Double = Double {
    first_lead: 0x81,
    trails: &[(0x40, 0x7E), (0x80, 0xFC)],
    runs: &[
        (0, EucJp, 0x3F, 108), (220, Unicode, 0xFF21, 26), (252, Unicode, 0xFF41, 26), (282, Unicode, 0x3041, 83), (376, Unicode, 0x30A1, 86),
        (470, Big5, 0x107E, 24), (502, Big5, 0x1096, 24), (564, Big5, 0x2702, 33), (612, Big5, 0x2723, 33), (658, EucJp, 0x22B, 32),
        (1128, EucJp, 0x24B, 30), (1190, EucJp, 0x280, 30), (1410, EucJp, 0x29E, 2965), (4418, EucJp, 0xE33, 1410), (17860, EucJp, 0x13B5, 1980),
        (20304, EucJp, 0x1B71, 360), (22776, EucJp, 0x1B71, 360),
    ],
    texts: &[
        (119, "∈R⊆PJP∪N        MP￢⇒Q{R           l⊥⌒∂T≡@gP√r/gEP       Å‰♯ML†P¶    ◯"),
        (203, "０PPPPPPPPP"),
        (1159, "㍉㌔]z㌘^+㌶jU㌍hLWn@㎜PP?P㏄,"),
        (20666, "ⅰPPPPPPPPP￢Q＇J"),
        (22748, "ⅰPPPPPPPPP6PPPPPPPPP￢Q＇J㈱№Z∵"),
    ],
};

pub(super) static CP932: Table = Table::new(Source {
    head: ASCII_HEAD,
    rest: "���������������������������������｡｢｣､･ｦｧｨｩｪｫｬｭｮｯｰｱｲｳｴｵｶｷｸｹｺｻｼｽｾｿﾀﾁﾂﾃﾄﾅﾆﾇﾈﾉﾊﾋﾌﾍﾎﾏﾐﾑﾒﾓﾔﾕﾖﾗﾘﾙﾚﾛﾜﾝﾞﾟ",
    double: Some(&CP932_DOUBLE),
    decode_only: &[0x81BE, 0x81BF, 0x81CA, 0x81DA, 0x81DB, 0x81DF, 0x81E0, 0x81E3, 0x81E6, 0x81E7, 0x8754, 0x8755, 0x8756, 0x8757, 0x8758, 0x8759, 0x875A, 0x875B, 0x875C, 0x875D, 0x8782, 0x8784, 0x878A, 0x879A, 0xED40, 0xED41, 0xED42, 0xED43, 0xED44, 0xED45, 0xED46, 0xED47, 0xED48, 0xED49, 0xED4A, 0xED4B, 0xED4C, 0xED4D, 0xED4E, 0xED4F, 0xED50, 0xED51, 0xED52, 0xED53, 0xED54, 0xED55, 0xED56, 0xED57, 0xED58, 0xED59, 0xED5A, 0xED5B, 0xED5C, 0xED5D, 0xED5E, 0xED5F, 0xED60, 0xED61, 0xED62, 0xED63, 0xED64, 0xED65, 0xED66, 0xED67, 0xED68, 0xED69, 0xED6A, 0xED6B, 0xED6C, 0xED6D, 0xED6E, 0xED6F, 0xED70, 0xED71, 0xED72, 0xED73, 0xED74, 0xED75, 0xED76, 0xED77, 0xED78, 0xED79, 0xED7A, 0xED7B, 0xED7C, 0xED7D, 0xED7E, 0xED80, 0xED81, 0xED82, 0xED83, 0xED84, 0xED85, 0xED86, 0xED87, 0xED88, 0xED89, 0xED8A, 0xED8B, 0xED8C, 0xED8D, 0xED8E, 0xED8F, 0xED90, 0xED91, 0xED92, 0xED93, 0xED94, 0xED95, 0xED96, 0xED97, 0xED98, 0xED99, 0xED9A, 0xED9B, 0xED9C, 0xED9D, 0xED9E, 0xED9F, 0xEDA0, 0xEDA1, 0xEDA2, 0xEDA3, 0xEDA4, 0xEDA5, 0xEDA6, 0xEDA7, 0xEDA8, 0xEDA9, 0xEDAA, 0xEDAB, 0xEDAC, 0xEDAD, 0xEDAE, 0xEDAF, 0xEDB0, 0xEDB1, 0xEDB2, 0xEDB3, 0xEDB4, 0xEDB5, 0xEDB6, 0xEDB7, 0xEDB8, 0xEDB9, 0xEDBA, 0xEDBB, 0xEDBC, 0xEDBD, 0xEDBE, 0xEDBF, 0xEDC0, 0xEDC1, 0xEDC2, 0xEDC3, 0xEDC4, 0xEDC5, 0xEDC6, 0xEDC7, 0xEDC8, 0xEDC9, 0xEDCA, 0xEDCB, 0xEDCC, 0xEDCD, 0xEDCE, 0xEDCF, 0xEDD0, 0xEDD1, 0xEDD2, 0xEDD3, 0xEDD4, 0xEDD5, 0xEDD6, 0xEDD7, 0xEDD8, 0xEDD9, 0xEDDA, 0xEDDB, 0xEDDC, 0xEDDD, 0xEDDE, 0xEDDF, 0xEDE0, 0xEDE1, 0xEDE2, 0xEDE3, 0xEDE4, 0xEDE5, 0xEDE6, 0xEDE7, 0xEDE8, 0xEDE9, 0xEDEA, 0xEDEB, 0xEDEC, 0xEDED, 0xEDEE, 0xEDEF, 0xEDF0, 0xEDF1, 0xEDF2, 0xEDF3, 0xEDF4, 0xEDF5, 0xEDF6, 0xEDF7, 0xEDF8, 0xEDF9, 0xEDFA, 0xEDFB, 0xEDFC, 0xEE40, 0xEE41, 0xEE42, 0xEE43, 0xEE44, 0xEE45, 0xEE46, 0xEE47, 0xEE48, 0xEE49, 0xEE4A, 0xEE4B, 0xEE4C, 0xEE4D, 0xEE4E, 0xEE4F, 0xEE50, 0xEE51, 0xEE52, 0xEE53, 0xEE54, 0xEE55, 0xEE56, 0xEE57, 0xEE58, 0xEE59, 0xEE5A, 0xEE5B, 0xEE5C, 0xEE5D, 0xEE5E, 0xEE5F, 0xEE60, 0xEE61, 0xEE62, 0xEE63, 0xEE64, 0xEE65, 0xEE66, 0xEE67, 0xEE68, 0xEE69, 0xEE6A, 0xEE6B, 0xEE6C, 0xEE6D, 0xEE6E, 0xEE6F, 0xEE70, 0xEE71, 0xEE72, 0xEE73, 0xEE74, 0xEE75, 0xEE76, 0xEE77, 0xEE78, 0xEE79, 0xEE7A, 0xEE7B, 0xEE7C, 0xEE7D, 0xEE7E, 0xEE80, 0xEE81, 0xEE82, 0xEE83, 0xEE84, 0xEE85, 0xEE86, 0xEE87, 0xEE88, 0xEE89, 0xEE8A, 0xEE8B, 0xEE8C, 0xEE8D, 0xEE8E, 0xEE8F, 0xEE90, 0xEE91, 0xEE92, 0xEE93, 0xEE94, 0xEE95, 0xEE96, 0xEE97, 0xEE98, 0xEE99, 0xEE9A, 0xEE9B, 0xEE9C, 0xEE9D, 0xEE9E, 0xEE9F, 0xEEA0, 0xEEA1, 0xEEA2, 0xEEA3, 0xEEA4, 0xEEA5, 0xEEA6, 0xEEA7, 0xEEA8, 0xEEA9, 0xEEAA, 0xEEAB, 0xEEAC, 0xEEAD, 0xEEAE, 0xEEAF, 0xEEB0, 0xEEB1, 0xEEB2, 0xEEB3, 0xEEB4, 0xEEB5, 0xEEB6, 0xEEB7, 0xEEB8, 0xEEB9, 0xEEBA, 0xEEBB, 0xEEBC, 0xEEBD, 0xEEBE, 0xEEBF, 0xEEC0, 0xEEC1, 0xEEC2, 0xEEC3, 0xEEC4, 0xEEC5, 0xEEC6, 0xEEC7, 0xEEC8, 0xEEC9, 0xEECA, 0xEECB, 0xEECC, 0xEECD, 0xEECE, 0xEECF, 0xEED0, 0xEED1, 0xEED2, 0xEED3, 0xEED4, 0xEED5, 0xEED6, 0xEED7, 0xEED8, 0xEED9, 0xEEDA, 0xEEDB, 0xEEDC, 0xEEDD, 0xEEDE, 0xEEDF, 0xEEE0, 0xEEE1, 0xEEE2, 0xEEE3, 0xEEE4, 0xEEE5, 0xEEE6, 0xEEE7, 0xEEE8, 0xEEE9, 0xEEEA, 0xEEEB, 0xEEEC, 0xEEEF, 0xEEF0, 0xEEF1, 0xEEF2, 0xEEF3, 0xEEF4, 0xEEF5, 0xEEF6, 0xEEF7, 0xEEF8, 0xEEF9, 0xEEFA, 0xEEFB, 0xEEFC],
});

static CP936_DOUBLE: Double = Double {
    first_lead: 0x81,
    trails: &[(0x40, 0x7E), (0x80, 0xFE)],
    runs: &[
        (0, Gbk, 0x0, 6080), (6176, Gbk, 0x1820, 94), (6382, Gbk, 0x18EE, 50), (6556, Gbk, 0x199C, 94), (6746, Unicode, 0x3041, 83),
        (6936, Unicode, 0x30A1, 86), (7126, Big5, 0x107E, 24), (7158, Big5, 0x1096, 24), (7316, Big5, 0x2702, 33), (7364, Big5, 0x2723, 33),
        (7410, Gbk, 0x1CF2, 85), (7506, Gbk, 0x1D52, 27), (7542, Unicode, 0x3105, 37), (7600, Gbk, 0x1DB0, 24), (7632, Gbk, 0x1DD0, 40),
        (7699, Unicode, 0x2500, 76), (7790, Gbk, 0x1E6E, 96), (7980, Gbk, 0x1F2C, 96), (8170, Gbk, 0x1FEA, 96), (8360, Gbk, 0x20A8, 96),
        (8550, Gbk, 0x2166, 96), (8740, Gbk, 0x2224, 96), (8930, Gbk, 0x22E2, 7595), (16530, Gbk, 0x4092, 6176), (22800, Unicode, 0x9D43, 96),
        (22990, Unicode, 0x9DA3, 96), (23180, Gbk, 0x5A8C, 96), (23370, Gbk, 0x5B4A, 96), (23560, Gbk, 0x5C08, 96),
    ],
    texts: &[
        (6366, "ⅰPPPPPPPPP"),
        (6434, "㈠PPPPPPPPP  ⅠPPPPPPPPPPP"),
        (7189, "︵PRPTPLPRPPP  FPJPH QP"),
        (7534, "ńS ɡ"),
        (7625, "℡㈱ ‐"),
        (7685, "〇"),
        (23750, "兀PPPQQPSVPPQPRPP"),
    ],
};

pub(super) static CP936: Table = Table::new(Source {
    head: ASCII_HEAD,
    rest: "€",
    double: Some(&CP936_DOUBLE),
    decode_only: &[],
});

static CP949_DOUBLE: Double = Double {
    first_lead: 0x81,
    trails: &[(0x41, 0x5A), (0x61, 0x7A), (0x81, 0xFE)],
    runs: &[
        (0, EucKr, 0x0, 6029), (6052, EucKr, 0x178D, 450), (6524, Big5, 0x107E, 24), (6556, Big5, 0x1096, 24), (6586, EucKr, 0x1989, 152),
        (6764, EucKr, 0x1A21, 163), (6942, EucKr, 0x1AC4, 88), (7042, EucKr, 0x1B25, 423), (7476, EucKr, 0x1CCC, 170), (7654, EucKr, 0x1D76, 117),
        (7786, Big5, 0x2723, 33), (7832, EucKr, 0x1E0C, 84), (8010, EucKr, 0x1E60, 84), (8188, EucKr, 0x1EB4, 84), (8366, EucKr, 0x1F08, 3934),
        (12366, EucKr, 0x2E66, 94), (12544, EucKr, 0x2EC4, 94), (12722, EucKr, 0x2F22, 94), (13078, EucKr, 0x2F80, 94), (13256, EucKr, 0x2FDE, 94),
        (13434, EucKr, 0x303C, 94), (13612, EucKr, 0x309A, 94), (13790, EucKr, 0x30F8, 94), (13968, EucKr, 0x3156, 94), (14146, EucKr, 0x31B4, 94),
        (14324, EucKr, 0x3212, 94), (14502, EucKr, 0x3270, 94), (14680, EucKr, 0x32CE, 94), (14858, EucKr, 0x332C, 94), (15036, EucKr, 0x338A, 94),
        (15214, EucKr, 0x33E8, 94), (15392, EucKr, 0x3446, 94), (15570, EucKr, 0x34A4, 94), (15748, EucKr, 0x3502, 94), (15926, EucKr, 0x3560, 94),
        (16104, EucKr, 0x35BE, 94), (16282, EucKr, 0x361C, 94), (16460, EucKr, 0x367A, 94), (16638, EucKr, 0x36D8, 94), (16816, EucKr, 0x3736, 94),
        (16994, EucKr, 0x3794, 94), (17172, EucKr, 0x37F2, 94), (17350, EucKr, 0x3850, 94), (17528, EucKr, 0x38AE, 94), (17706, EucKr, 0x390C, 94),
        (17884, EucKr, 0x396A, 94), (18062, EucKr, 0x39C8, 94), (18240, EucKr, 0x3A26, 94), (18418, EucKr, 0x3A84, 94), (18596, EucKr, 0x3AE2, 94),
        (18774, EucKr, 0x3B40, 94), (18952, EucKr, 0x3B9E, 94), (19130, EucKr, 0x3BFC, 94), (19308, EucKr, 0x3C5A, 94), (19486, EucKr, 0x3CB8, 94),
        (19664, EucKr, 0x3D16, 94), (19842, EucKr, 0x3D74, 94), (20020, EucKr, 0x3DD2, 94), (20198, EucKr, 0x3E30, 94), (20376, EucKr, 0x3E8E, 94),
        (20554, EucKr, 0x3EEC, 94), (20732, EucKr, 0x3F4A, 94), (20910, EucKr, 0x3FA8, 94), (21088, EucKr, 0x4006, 94), (21266, EucKr, 0x4064, 94),
        (21444, EucKr, 0x40C2, 94), (21622, EucKr, 0x4120, 94), (21800, EucKr, 0x417E, 94), (21978, EucKr, 0x41DC, 94), (22156, EucKr, 0x423A, 94),
    ],
    texts: &[
        (6507, "ⅠPPPPPPPPP"),
        (7031, "Ĳ \\QØŒºsŦ3"),
    ],
};

pub(super) static CP949: Table = Table::new(Source {
    head: ASCII_HEAD,
    rest: "",
    double: Some(&CP949_DOUBLE),
    decode_only: &[],
});

static CP950_DOUBLE: Double = Double {
    first_lead: 0xA1,
    trails: &[(0x40, 0x7E), (0xA1, 0xFE)],
    runs: &[
        (0, Big5, 0xF40, 408), (471, Big5, 0x10FA, 5401), (6280, Big5, 0x2780, 7692),
    ],
    texts: &[
        (441, "€"),
        (13972, "▓"),
    ],
};

pub(super) static CP950: Table = Table::new(Source {
    head: ASCII_HEAD,
    rest: "",
    double: Some(&CP950_DOUBLE),
    decode_only: &[0xA27E, 0xA2A1, 0xA2A2, 0xA2A3, 0xA2A4, 0xA2A5, 0xA2A6, 0xA2A7, 0xA2CC, 0xA2CE],
});

pub(super) static CP1026: Table = Table::new(Source {
    head: EBCDIC,
    rest: " \u{a0}âäàáãå{ñÇ.<(+!&éêëèíîïìßĞİ*);^-/ÂÄÀÁÃÅ[Ñş,%_>?øÉÊËÈÍÎÏÌı:ÖŞ'=ÜØabcdefghi«»}`¦±°jklmnopqrªºæ¸Æ¤µöstuvwxyz¡¿]$@®¢£¥·©§¶¼½¾¬|¯¨´×çABCDEFGHI\u{ad}ô~òóõğJKLMNOPQR¹û\\ùúÿü÷STUVWXYZ²Ô#ÒÓÕ0123456789³Û\"ÙÚ\u{9f}",
    double: None,
    decode_only: &[],
});

pub(super) static CP1047: Table = Table::new(Source {
    head: NONE,
    rest: "\u{0}\u{1}\u{2}\u{3}\u{9c}\u{9}\u{86}\u{7f}\u{97}\u{8d}\u{8e}\u{b}\u{c}\u{d}\u{e}\u{f}\u{10}\u{11}\u{12}\u{13}\u{9d}\u{a}\u{8}\u{87}\u{18}\u{19}\u{92}\u{8f}\u{1c}\u{1d}\u{1e}\u{1f}\u{80}\u{81}\u{82}\u{83}\u{84}\u{85}\u{17}\u{1b}\u{88}\u{89}\u{8a}\u{8b}\u{8c}\u{5}\u{6}\u{7}\u{90}\u{91}\u{16}\u{93}\u{94}\u{95}\u{96}\u{4}\u{98}\u{99}\u{9a}\u{9b}\u{14}\u{15}\u{9e}\u{1a} \u{a0}âäàáãåçñ¢.<(+|&éêëèíîïìß!$*);^-/ÂÄÀÁÃÅÇÑ¦,%_>?øÉÊËÈÍÎÏÌ`:#@'=\"Øabcdefghi«»ðýþ±°jklmnopqrªºæ¸Æ¤µ~stuvwxyz¡¿Ð[Þ®¬£¥·©§¶¼½¾Ý¨¯]´×{ABCDEFGHI\u{ad}ôöòóõ}JKLMNOPQR¹ûüùúÿ\\÷STUVWXYZ²ÔÖÒÓÕ0123456789³ÛÜÙÚ\u{9f}",
    double: None,
    decode_only: &[],
});

pub(super) static CP1140: Table = Table::new(Source {
    head: EBCDIC,
    rest: " \u{a0}âäàáãåçñ¢.<(+|&éêëèíîïìß!$*);¬-/ÂÄÀÁÃÅÇÑ¦,%_>?øÉÊËÈÍÎÏÌ`:#@'=\"Øabcdefghi«»ðýþ±°jklmnopqrªºæ¸Æ€µ~stuvwxyz¡¿ÐÝÞ®^£¥·©§¶¼½¾[]¯¨´×{ABCDEFGHI\u{ad}ôöòóõ}JKLMNOPQR¹ûüùúÿ\\÷STUVWXYZ²ÔÖÒÓÕ0123456789³ÛÜÙÚ\u{9f}",
    double: None,
    decode_only: &[],
});

pub(super) static CP1141: Table = Table::new(Source {
    head: EBCDIC,
    rest: " \u{a0}â{àáãåçñÄ.<(+!&éêëèíîïì~Ü$*);^-/Â[ÀÁÃÅÇÑö,%_>?øÉÊËÈÍÎÏÌ`:#§'=\"Øabcdefghi«»ðýþ±°jklmnopqrªºæ¸Æ€µßstuvwxyz¡¿ÐÝÞ®¢£¥·©@¶¼½¾¬|¯¨´×äABCDEFGHI\u{ad}ô¦òóõüJKLMNOPQR¹û}ùúÿÖ÷STUVWXYZ²Ô\\ÒÓÕ0123456789³Û]ÙÚ\u{9f}",
    double: None,
    decode_only: &[],
});

pub(super) static CP1142: Table = Table::new(Source {
    head: EBCDIC,
    rest: " \u{a0}âäàáã}çñ#.<(+!&éêëèíîïìß€Å*);^-/ÂÄÀÁÃ$ÇÑø,%_>?¦ÉÊËÈÍÎÏÌ`:ÆØ'=\"@abcdefghi«»ðýþ±°jklmnopqrªº{¸[]µüstuvwxyz¡¿ÐÝÞ®¢£¥·©§¶¼½¾¬|¯¨´×æABCDEFGHI\u{ad}ôöòóõåJKLMNOPQR¹û~ùúÿ\\÷STUVWXYZ²ÔÖÒÓÕ0123456789³ÛÜÙÚ\u{9f}",
    double: None,
    decode_only: &[],
});

pub(super) static CP1143: Table = Table::new(Source {
    head: EBCDIC,
    rest: " \u{a0}â{àáã}çñ§.<(+!&`êëèíîïìß€Å*);^-/Â#ÀÁÃ$ÇÑö,%_>?ø\\ÊËÈÍÎÏÌé:ÄÖ'=\"Øabcdefghi«»ðýþ±°jklmnopqrªºæ¸Æ]µüstuvwxyz¡¿ÐÝÞ®¢£¥·©[¶¼½¾¬|¯¨´×äABCDEFGHI\u{ad}ô¦òóõåJKLMNOPQR¹û~ùúÿÉ÷STUVWXYZ²Ô@ÒÓÕ0123456789³ÛÜÙÚ\u{9f}",
    double: None,
    decode_only: &[],
});

pub(super) static CP1144: Table = Table::new(Source {
    head: EBCDIC,
    rest: " \u{a0}âä{áãå\\ñ°.<(+!&]êë}íîï~ßé$*);^-/ÂÄÀÁÃÅÇÑò,%_>?øÉÊËÈÍÎÏÌù:£§'=\"Øabcdefghi«»ðýþ±[jklmnopqrªºæ¸Æ€µìstuvwxyz¡¿ÐÝÞ®¢#¥·©@¶¼½¾¬|¯¨´×àABCDEFGHI\u{ad}ôö¦óõèJKLMNOPQR¹ûü`úÿç÷STUVWXYZ²ÔÖÒÓÕ0123456789³ÛÜÙÚ\u{9f}",
    double: None,
    decode_only: &[],
});

pub(super) static CP1145: Table = Table::new(Source {
    head: EBCDIC,
    rest: " \u{a0}âäàáãåç¦[.<(+|&éêëèíîïìß]$*);¬-/ÂÄÀÁÃÅÇ#ñ,%_>?øÉÊËÈÍÎÏÌ`:Ñ@'=\"Øabcdefghi«»ðýþ±°jklmnopqrªºæ¸Æ€µ¨stuvwxyz¡¿ÐÝÞ®¢£¥·©§¶¼½¾^!¯~´×{ABCDEFGHI\u{ad}ôöòóõ}JKLMNOPQR¹ûüùúÿ\\÷STUVWXYZ²ÔÖÒÓÕ0123456789³ÛÜÙÚ\u{9f}",
    double: None,
    decode_only: &[],
});

pub(super) static CP1146: Table = Table::new(Source {
    head: EBCDIC,
    rest: " \u{a0}âäàáãåçñ$.<(+|&éêëèíîïìß!£*);¬-/ÂÄÀÁÃÅÇÑ¦,%_>?øÉÊËÈÍÎÏÌ`:#@'=\"Øabcdefghi«»ðýþ±°jklmnopqrªºæ¸Æ€µ¯stuvwxyz¡¿ÐÝÞ®¢[¥·©§¶¼½¾^]~¨´×{ABCDEFGHI\u{ad}ôöòóõ}JKLMNOPQR¹ûüùúÿ\\÷STUVWXYZ²ÔÖÒÓÕ0123456789³ÛÜÙÚ\u{9f}",
    double: None,
    decode_only: &[],
});

pub(super) static CP1147: Table = Table::new(Source {
    head: EBCDIC,
    rest: " \u{a0}âä@áãå\\ñ°.<(+!&{êë}íîïìß§$*);^-/ÂÄÀÁÃÅÇÑù,%_>?øÉÊËÈÍÎÏÌµ:£à'=\"Øabcdefghi«»ðýþ±[jklmnopqrªºæ¸Æ€`¨stuvwxyz¡¿ÐÝÞ®¢#¥·©]¶¼½¾¬|¯~´×éABCDEFGHI\u{ad}ôöòóõèJKLMNOPQR¹ûü¦úÿç÷STUVWXYZ²ÔÖÒÓÕ0123456789³ÛÜÙÚ\u{9f}",
    double: None,
    decode_only: &[],
});

pub(super) static CP1148: Table = Table::new(Source {
    head: EBCDIC,
    rest: " \u{a0}âäàáãåçñ[.<(+!&éêëèíîïìß]$*);^-/ÂÄÀÁÃÅÇÑ¦,%_>?øÉÊËÈÍÎÏÌ`:#@'=\"Øabcdefghi«»ðýþ±°jklmnopqrªºæ¸Æ€µ~stuvwxyz¡¿ÐÝÞ®¢£¥·©§¶¼½¾¬|¯¨´×{ABCDEFGHI\u{ad}ôöòóõ}JKLMNOPQR¹ûüùúÿ\\÷STUVWXYZ²ÔÖÒÓÕ0123456789³ÛÜÙÚ\u{9f}",
    double: None,
    decode_only: &[],
});

pub(super) static CP1149: Table = Table::new(Source {
    head: EBCDIC,
    rest: " \u{a0}âäàáãåçñÞ.<(+!&éêëèíîïìßÆ$*);Ö-/ÂÄÀÁÃÅÇÑ¦,%_>?øÉÊËÈÍÎÏÌð:#Ð'=\"Øabcdefghi«»`ý{±°jklmnopqrªº}¸]€µöstuvwxyz¡¿@Ý[®¢£¥·©§¶¼½¾¬|¯¨\\×þABCDEFGHI\u{ad}ô~òóõæJKLMNOPQR¹ûüùúÿ´÷STUVWXYZ²Ô^ÒÓÕ0123456789³ÛÜÙÚ\u{9f}",
    double: None,
    decode_only: &[],
});

static CP1361_DOUBLE: Double = Double {
    first_lead: 0x84,
    trails: &[(0x31, 0x7E), (0x81, 0xFE)],
    runs: &[
        (17340, EucKr, 0x1694, 78), (17450, EucKr, 0x1746, 71), (17544, EucKr, 0x17E1, 78), (17780, Big5, 0x107E, 24), (17858, EucKr, 0x19DD, 68),
        (17952, EucKr, 0x1A75, 78), (18078, EucKr, 0x1B25, 78), (18156, EucKr, 0x1BC7, 78), (18266, Unicode, 0x3041, 83), (18360, Unicode, 0x30A1, 78),
        (18470, Big5, 0x2702, 33), (18518, Big5, 0x2723, 33), (18768, EucKr, 0x2F80, 78), (18862, EucKr, 0x2FCE, 188), (19066, EucKr, 0x308A, 188),
        (19270, EucKr, 0x3146, 188), (19474, EucKr, 0x3202, 188), (19678, EucKr, 0x32BE, 188), (19882, EucKr, 0x337A, 188), (20086, EucKr, 0x3436, 188),
        (20290, EucKr, 0x34F2, 188), (20494, EucKr, 0x35AE, 188), (20698, EucKr, 0x366A, 188), (20902, EucKr, 0x3726, 188), (21106, EucKr, 0x37E2, 188),
        (21310, EucKr, 0x389E, 188), (21514, EucKr, 0x395A, 188), (21718, EucKr, 0x3A16, 188), (21922, EucKr, 0x3AD2, 188), (22126, EucKr, 0x3B8E, 188),
        (22330, EucKr, 0x3C4A, 188), (22534, EucKr, 0x3D06, 188), (22738, EucKr, 0x3DC2, 188), (22942, EucKr, 0x3E7E, 188), (23146, EucKr, 0x3F3A, 188),
        (23350, EucKr, 0x3FF6, 188), (23554, EucKr, 0x40B2, 188), (23758, EucKr, 0x416E, 188), (23962, EucKr, 0x422A, 110),
    ],
    texts: &[
        (17, "ᆨPPPPPPPPPPPPPPP PPPPPPPPPPP   ᅡ"),
        (78, "ᅢ"),
        (110, "ᅣ"),
        (142, "ᅤ"),
        (174, "ᅥ"),
        (220, "ᅦ"),
        (252, "ᅧ"),
        (282, "ᅨ"),
        (314, "ᅩ"),
        (346, "ᅪ"),
        (378, "ᅫ"),
        (424, "ᅬ"),
        (456, "ᅭ"),
        (486, "ᅮ"),
        (518, "ᅯ"),
        (550, "ᅰ"),
        (582, "ᅱ"),
        (628, "ᅲ"),
        (660, "ᅳ"),
        (690, "ᅴ"),
        (722, "ᅵ"),
        (832, "ᄀ"),
        (864, "가PPPPPPPPPPPPPPPP PPPPPPPPPPP PPPPPPPPPPPPPPPPP PPPPPPPPPPP   PPPPPPPPPPPPPPPPP PPPPPPPPPPP   PPPPPPPPPPPPPPPPP PPPPPPPPPPP   PPPPPPPPPPPPPPPPP PPPPPPPPPPP"),
        (1036, "게PPPPPPPPPPPPPPPP PPPPPPPPPPP   PPPPPPPPPPPPPPPPP PPPPPPPPPPP PPPPPPPPPPPPPPPPP PPPPPPPPPPP   PPPPPPPPPPPPPPPPP PPPPPPPPPPP   PPPPPPPPPPPPPPPPP PPPPPPPPPPP   PPPPPPPPPPPPPPPPP PPPPPPPPPPP"),
        (1240, "괴PPPPPPPPPPPPPPPP PPPPPPPPPPP   PPPPPPPPPPPPPPPPP PPPPPPPPPPP PPPPPPPPPPPPPPPPP PPPPPPPPPPP   PPPPPPPPPPPPPPPPP PPPPPPPPPPP   PPPPPPPPPPPPPPPPP PPPPPPPPPPP   PPPPPPPPPPPPPPPPP PPPPPPPPPPP"),
        (1444, "규PPPPPPPPPPPPPPPP PPPPPPPPPPP   PPPPPPPPPPPPPPPPP PPPPPPPPPPP PPPPPPPPPPPPPPPPP PPPPPPPPPPP   PPPPPPPPPPPPPPPPP PPPPPPPPPPP"),
        (1648, "ᄁ"),
        (1680, "까PPPPPPPPPPPPPPPP PPPPPPPPPPP PPPPPPPPPPPPPPPPP PPPPPPPPPPP   PPPPPPPPPPPPPPPPP PPPPPPPPPPP   PPPPPPPPPPPPPPPPP PPPPPPPPPPP   PPPPPPPPPPPPPPPPP PPPPPPPPPPP"),
        (1852, "께PPPPPPPPPPPPPPPP PPPPPPPPPPP   PPPPPPPPPPPPPPPPP PPPPPPPPPPP PPPPPPPPPPPPPPPPP PPPPPPPPPPP   PPPPPPPPPPPPPPPPP PPPPPPPPPPP   PPPPPPPPPPPPPPPPP PPPPPPPPPPP   PPPPPPPPPPPPPPPPP PPPPPPPPPPP"),
        (2056, "꾀PPPPPPPPPPPPPPPP PPPPPPPPPPP   PPPPPPPPPPPPPPPPP PPPPPPPPPPP PPPPPPPPPPPPPPPPP PPPPPPPPPPP   PPPPPPPPPPPPPPPPP PPPPPPPPPPP   PPPPPPPPPPPPPPPPP PPPPPPPPPPP   PPPPPPPPPPPPPPPPP PPPPPPPPPPP"),
        (2260, "뀨PPPPPPPPPPPPPPPP PPPPPPPPPPP   PPPPPPPPPPPPPPPPP PPPPPPPPPPP PPPPPPPPPPPPPPPPP PPPPPPPPPPP   PPPPPPPPPPPPPPPPP PPPPPPPPPPP"),
        (2464, "ᄂ"),
        (2496, "나PPPPPPPPPPPPPPPP PPPPPPPPPPP PPPPPPPPPPPPPPPPP PPPPPPPPPPP   PPPPPPPPPPPPPPPPP PPPPPPPPPPP   PPPPPPPPPPPPPPPPP PPPPPPPPPPP   PPPPPPPPPPPPPPPPP PPPPPPPPPPP"),
        (2668, "네PPPPPPPPPPPPPPPP PPPPPPPPPPP   PPPPPPPPPPPPPPPPP PPPPPPPPPPP PPPPPPPPPPPPPPPPP PPPPPPPPPPP   PPPPPPPPPPPPPPPPP PPPPPPPPPPP   PPPPPPPPPPPPPPPPP PPPPPPPPPPP   PPPPPPPPPPPPPPPPP PPPPPPPPPPP"),
        (2872, "뇌PPPPPPPPPPPPPPPP PPPPPPPPPPP   PPPPPPPPPPPPPPPPP PPPPPPPPPPP PPPPPPPPPPPPPPPPP PPPPPPPPPPP   PPPPPPPPPPPPPPPPP PPPPPPPPPPP   PPPPPPPPPPPPPPPPP PPPPPPPPPPP   PPPPPPPPPPPPPPPPP PPPPPPPPPPP"),
        (3076, "뉴PPPPPPPPPPPPPPPP PPPPPPPPPPP   PPPPPPPPPPPPPPPPP PPPPPPPPPPP PPPPPPPPPPPPPPPPP PPPPPPPPPPP   PPPPPPPPPPPPPPPPP PPPPPPPPPPP"),
        (3280, "ᄃ"),
        (3312, "다PPPPPPPPPPPPPPPP PPPPPPPPPPP PPPPPPPPPPPPPPPPP PPPPPPPPPPP   PPPPPPPPPPPPPPPPP PPPPPPPPPPP   PPPPPPPPPPPPPPPPP PPPPPPPPPPP   PPPPPPPPPPPPPPPPP PPPPPPPPPPP"),
        (3484, "데PPPPPPPPPPPPPPPP PPPPPPPPPPP   PPPPPPPPPPPPPPPPP PPPPPPPPPPP PPPPPPPPPPPPPPPPP PPPPPPPPPPP   PPPPPPPPPPPPPPPPP PPPPPPPPPPP   PPPPPPPPPPPPPPPPP PPPPPPPPPPP   PPPPPPPPPPPPPPPPP PPPPPPPPPPP"),
        (3688, "되PPPPPPPPPPPPPPPP PPPPPPPPPPP   PPPPPPPPPPPPPPPPP PPPPPPPPPPP PPPPPPPPPPPPPPPPP PPPPPPPPPPP   PPPPPPPPPPPPPPPPP PPPPPPPPPPP   PPPPPPPPPPPPPPPPP PPPPPPPPPPP   PPPPPPPPPPPPPPPPP PPPPPPPPPPP"),
        (3892, "듀PPPPPPPPPPPPPPPP PPPPPPPPPPP   PPPPPPPPPPPPPPPPP PPPPPPPPPPP PPPPPPPPPPPPPPPPP PPPPPPPPPPP   PPPPPPPPPPPPPPPPP PPPPPPPPPPP"),
        (4096, "ᄄ"),
        (4128, "따PPPPPPPPPPPPPPPP PPPPPPPPPPP PPPPPPPPPPPPPPPPP PPPPPPPPPPP   PPPPPPPPPPPPPPPPP PPPPPPPPPPP   PPPPPPPPPPPPPPPPP PPPPPPPPPPP   PPPPPPPPPPPPPPPPP PPPPPPPPPPP"),
        (4300, "떼PPPPPPPPPPPPPPPP PPPPPPPPPPP   PPPPPPPPPPPPPPPPP PPPPPPPPPPP PPPPPPPPPPPPPPPPP PPPPPPPPPPP   PPPPPPPPPPPPPPPPP PPPPPPPPPPP   PPPPPPPPPPPPPPPPP PPPPPPPPPPP   PPPPPPPPPPPPPPPPP PPPPPPPPPPP"),
        (4504, "뙤PPPPPPPPPPPPPPPP PPPPPPPPPPP   PPPPPPPPPPPPPPPPP PPPPPPPPPPP PPPPPPPPPPPPPPPPP PPPPPPPPPPP   PPPPPPPPPPPPPPPPP PPPPPPPPPPP   PPPPPPPPPPPPPPPPP PPPPPPPPPPP   PPPPPPPPPPPPPPPPP PPPPPPPPPPP"),
        (4708, "뜌PPPPPPPPPPPPPPPP PPPPPPPPPPP   PPPPPPPPPPPPPPPPP PPPPPPPPPPP PPPPPPPPPPPPPPPPP PPPPPPPPPPP   PPPPPPPPPPPPPPPPP PPPPPPPPPPP"),
        (4912, "ᄅ"),
        (4944, "라PPPPPPPPPPPPPPPP PPPPPPPPPPP PPPPPPPPPPPPPPPPP PPPPPPPPPPP   PPPPPPPPPPPPPPPPP PPPPPPPPPPP   PPPPPPPPPPPPPPPPP PPPPPPPPPPP   PPPPPPPPPPPPPPPPP PPPPPPPPPPP"),
        (5116, "레PPPPPPPPPPPPPPPP PPPPPPPPPPP   PPPPPPPPPPPPPPPPP PPPPPPPPPPP PPPPPPPPPPPPPPPPP PPPPPPPPPPP   PPPPPPPPPPPPPPPPP PPPPPPPPPPP   PPPPPPPPPPPPPPPPP PPPPPPPPPPP   PPPPPPPPPPPPPPPPP PPPPPPPPPPP"),
        (5320, "뢰PPPPPPPPPPPPPPPP PPPPPPPPPPP   PPPPPPPPPPPPPPPPP PPPPPPPPPPP PPPPPPPPPPPPPPPPP PPPPPPPPPPP   PPPPPPPPPPPPPPPPP PPPPPPPPPPP   PPPPPPPPPPPPPPPPP PPPPPPPPPPP   PPPPPPPPPPPPPPPPP PPPPPPPPPPP"),
        (5524, "류PPPPPPPPPPPPPPPP PPPPPPPPPPP   PPPPPPPPPPPPPPPPP PPPPPPPPPPP PPPPPPPPPPPPPPPPP PPPPPPPPPPP   PPPPPPPPPPPPPPPPP PPPPPPPPPPP"),
        (5728, "ᄆ"),
        (5760, "마PPPPPPPPPPPPPPPP PPPPPPPPPPP PPPPPPPPPPPPPPPPP PPPPPPPPPPP   PPPPPPPPPPPPPPPPP PPPPPPPPPPP   PPPPPPPPPPPPPPPPP PPPPPPPPPPP   PPPPPPPPPPPPPPPPP PPPPPPPPPPP"),
        (5932, "메PPPPPPPPPPPPPPPP PPPPPPPPPPP   PPPPPPPPPPPPPPPPP PPPPPPPPPPP PPPPPPPPPPPPPPPPP PPPPPPPPPPP   PPPPPPPPPPPPPPPPP PPPPPPPPPPP   PPPPPPPPPPPPPPPPP PPPPPPPPPPP   PPPPPPPPPPPPPPPPP PPPPPPPPPPP"),
        (6136, "뫼PPPPPPPPPPPPPPPP PPPPPPPPPPP   PPPPPPPPPPPPPPPPP PPPPPPPPPPP PPPPPPPPPPPPPPPPP PPPPPPPPPPP   PPPPPPPPPPPPPPPPP PPPPPPPPPPP   PPPPPPPPPPPPPPPPP PPPPPPPPPPP   PPPPPPPPPPPPPPPPP PPPPPPPPPPP"),
        (6340, "뮤PPPPPPPPPPPPPPPP PPPPPPPPPPP   PPPPPPPPPPPPPPPPP PPPPPPPPPPP PPPPPPPPPPPPPPPPP PPPPPPPPPPP   PPPPPPPPPPPPPPPPP PPPPPPPPPPP"),
        (6544, "ᄇ"),
        (6576, "바PPPPPPPPPPPPPPPP PPPPPPPPPPP PPPPPPPPPPPPPPPPP PPPPPPPPPPP   PPPPPPPPPPPPPPPPP PPPPPPPPPPP   PPPPPPPPPPPPPPPPP PPPPPPPPPPP   PPPPPPPPPPPPPPPPP PPPPPPPPPPP"),
        (6748, "베PPPPPPPPPPPPPPPP PPPPPPPPPPP   PPPPPPPPPPPPPPPPP PPPPPPPPPPP PPPPPPPPPPPPPPPPP PPPPPPPPPPP   PPPPPPPPPPPPPPPPP PPPPPPPPPPP   PPPPPPPPPPPPPPPPP PPPPPPPPPPP   PPPPPPPPPPPPPPPPP PPPPPPPPPPP"),
        (6952, "뵈PPPPPPPPPPPPPPPP PPPPPPPPPPP   PPPPPPPPPPPPPPPPP PPPPPPPPPPP PPPPPPPPPPPPPPPPP PPPPPPPPPPP   PPPPPPPPPPPPPPPPP PPPPPPPPPPP   PPPPPPPPPPPPPPPPP PPPPPPPPPPP   PPPPPPPPPPPPPPPPP PPPPPPPPPPP"),
        (7156, "뷰PPPPPPPPPPPPPPPP PPPPPPPPPPP   PPPPPPPPPPPPPPPPP PPPPPPPPPPP PPPPPPPPPPPPPPPPP PPPPPPPPPPP   PPPPPPPPPPPPPPPPP PPPPPPPPPPP"),
        (7360, "ᄈ"),
        (7392, "빠PPPPPPPPPPPPPPPP PPPPPPPPPPP PPPPPPPPPPPPPPPPP PPPPPPPPPPP   PPPPPPPPPPPPPPPPP PPPPPPPPPPP   PPPPPPPPPPPPPPPPP PPPPPPPPPPP   PPPPPPPPPPPPPPPPP PPPPPPPPPPP"),
        (7564, "뻬PPPPPPPPPPPPPPPP PPPPPPPPPPP   PPPPPPPPPPPPPPPPP PPPPPPPPPPP PPPPPPPPPPPPPPPPP PPPPPPPPPPP   PPPPPPPPPPPPPPPPP PPPPPPPPPPP   PPPPPPPPPPPPPPPPP PPPPPPPPPPP   PPPPPPPPPPPPPPPPP PPPPPPPPPPP"),
        (7768, "뾔PPPPPPPPPPPPPPPP PPPPPPPPPPP   PPPPPPPPPPPPPPPPP PPPPPPPPPPP PPPPPPPPPPPPPPPPP PPPPPPPPPPP   PPPPPPPPPPPPPPPPP PPPPPPPPPPP   PPPPPPPPPPPPPPPPP PPPPPPPPPPP   PPPPPPPPPPPPPPPPP PPPPPPPPPPP"),
        (7972, "쀼PPPPPPPPPPPPPPPP PPPPPPPPPPP   PPPPPPPPPPPPPPPPP PPPPPPPPPPP PPPPPPPPPPPPPPPPP PPPPPPPPPPP   PPPPPPPPPPPPPPPPP PPPPPPPPPPP"),
        (8176, "ᄉ"),
        (8208, "사PPPPPPPPPPPPPPPP PPPPPPPPPPP PPPPPPPPPPPPPPPPP PPPPPPPPPPP   PPPPPPPPPPPPPPPPP PPPPPPPPPPP   PPPPPPPPPPPPPPPPP PPPPPPPPPPP   PPPPPPPPPPPPPPPPP PPPPPPPPPPP"),
        (8380, "세PPPPPPPPPPPPPPPP PPPPPPPPPPP   PPPPPPPPPPPPPPPPP PPPPPPPPPPP PPPPPPPPPPPPPPPPP PPPPPPPPPPP   PPPPPPPPPPPPPPPPP PPPPPPPPPPP   PPPPPPPPPPPPPPPPP PPPPPPPPPPP   PPPPPPPPPPPPPPPPP PPPPPPPPPPP"),
        (8584, "쇠PPPPPPPPPPPPPPPP PPPPPPPPPPP   PPPPPPPPPPPPPPPPP PPPPPPPPPPP PPPPPPPPPPPPPPPPP PPPPPPPPPPP   PPPPPPPPPPPPPPPPP PPPPPPPPPPP   PPPPPPPPPPPPPPPPP PPPPPPPPPPP   PPPPPPPPPPPPPPPPP PPPPPPPPPPP"),
        (8788, "슈PPPPPPPPPPPPPPPP PPPPPPPPPPP   PPPPPPPPPPPPPPPPP PPPPPPPPPPP PPPPPPPPPPPPPPPPP PPPPPPPPPPP   PPPPPPPPPPPPPPPPP PPPPPPPPPPP"),
        (8992, "ᄊ"),
        (9024, "싸PPPPPPPPPPPPPPPP PPPPPPPPPPP PPPPPPPPPPPPPPPPP PPPPPPPPPPP   PPPPPPPPPPPPPPPPP PPPPPPPPPPP   PPPPPPPPPPPPPPPPP PPPPPPPPPPP   PPPPPPPPPPPPPPPPP PPPPPPPPPPP"),
        (9196, "쎄PPPPPPPPPPPPPPPP PPPPPPPPPPP   PPPPPPPPPPPPPPPPP PPPPPPPPPPP PPPPPPPPPPPPPPPPP PPPPPPPPPPP   PPPPPPPPPPPPPPPPP PPPPPPPPPPP   PPPPPPPPPPPPPPPPP PPPPPPPPPPP   PPPPPPPPPPPPPPPPP PPPPPPPPPPP"),
        (9400, "쐬PPPPPPPPPPPPPPPP PPPPPPPPPPP   PPPPPPPPPPPPPPPPP PPPPPPPPPPP PPPPPPPPPPPPPPPPP PPPPPPPPPPP   PPPPPPPPPPPPPPPPP PPPPPPPPPPP   PPPPPPPPPPPPPPPPP PPPPPPPPPPP   PPPPPPPPPPPPPPPPP PPPPPPPPPPP"),
        (9604, "쓔PPPPPPPPPPPPPPPP PPPPPPPPPPP   PPPPPPPPPPPPPPPPP PPPPPPPPPPP PPPPPPPPPPPPPPPPP PPPPPPPPPPP   PPPPPPPPPPPPPPPPP PPPPPPPPPPP"),
        (9808, "ᄋ"),
        (9840, "아PPPPPPPPPPPPPPPP PPPPPPPPPPP PPPPPPPPPPPPPPPPP PPPPPPPPPPP   PPPPPPPPPPPPPPPPP PPPPPPPPPPP   PPPPPPPPPPPPPPPPP PPPPPPPPPPP   PPPPPPPPPPPPPPPPP PPPPPPPPPPP"),
        (10012, "에PPPPPPPPPPPPPPPP PPPPPPPPPPP   PPPPPPPPPPPPPPPPP PPPPPPPPPPP PPPPPPPPPPPPPPPPP PPPPPPPPPPP   PPPPPPPPPPPPPPPPP PPPPPPPPPPP   PPPPPPPPPPPPPPPPP PPPPPPPPPPP   PPPPPPPPPPPPPPPPP PPPPPPPPPPP"),
        (10216, "외PPPPPPPPPPPPPPPP PPPPPPPPPPP   PPPPPPPPPPPPPPPPP PPPPPPPPPPP PPPPPPPPPPPPPPPPP PPPPPPPPPPP   PPPPPPPPPPPPPPPPP PPPPPPPPPPP   PPPPPPPPPPPPPPPPP PPPPPPPPPPP   PPPPPPPPPPPPPPPPP PPPPPPPPPPP"),
        (10420, "유PPPPPPPPPPPPPPPP PPPPPPPPPPP   PPPPPPPPPPPPPPPPP PPPPPPPPPPP PPPPPPPPPPPPPPPPP PPPPPPPPPPP   PPPPPPPPPPPPPPPPP PPPPPPPPPPP"),
        (10624, "ᄌ"),
        (10656, "자PPPPPPPPPPPPPPPP PPPPPPPPPPP PPPPPPPPPPPPPPPPP PPPPPPPPPPP   PPPPPPPPPPPPPPPPP PPPPPPPPPPP   PPPPPPPPPPPPPPPPP PPPPPPPPPPP   PPPPPPPPPPPPPPPPP PPPPPPPPPPP"),
        (10828, "제PPPPPPPPPPPPPPPP PPPPPPPPPPP   PPPPPPPPPPPPPPPPP PPPPPPPPPPP PPPPPPPPPPPPPPPPP PPPPPPPPPPP   PPPPPPPPPPPPPPPPP PPPPPPPPPPP   PPPPPPPPPPPPPPPPP PPPPPPPPPPP   PPPPPPPPPPPPPPPPP PPPPPPPPPPP"),
        (11032, "죄PPPPPPPPPPPPPPPP PPPPPPPPPPP   PPPPPPPPPPPPPPPPP PPPPPPPPPPP PPPPPPPPPPPPPPPPP PPPPPPPPPPP   PPPPPPPPPPPPPPPPP PPPPPPPPPPP   PPPPPPPPPPPPPPPPP PPPPPPPPPPP   PPPPPPPPPPPPPPPPP PPPPPPPPPPP"),
        (11236, "쥬PPPPPPPPPPPPPPPP PPPPPPPPPPP   PPPPPPPPPPPPPPPPP PPPPPPPPPPP PPPPPPPPPPPPPPPPP PPPPPPPPPPP   PPPPPPPPPPPPPPPPP PPPPPPPPPPP"),
        (11440, "ᄍ"),
        (11472, "짜PPPPPPPPPPPPPPPP PPPPPPPPPPP PPPPPPPPPPPPPPPPP PPPPPPPPPPP   PPPPPPPPPPPPPPPPP PPPPPPPPPPP   PPPPPPPPPPPPPPPPP PPPPPPPPPPP   PPPPPPPPPPPPPPPPP PPPPPPPPPPP"),
        (11644, "쩨PPPPPPPPPPPPPPPP PPPPPPPPPPP   PPPPPPPPPPPPPPPPP PPPPPPPPPPP PPPPPPPPPPPPPPPPP PPPPPPPPPPP   PPPPPPPPPPPPPPPPP PPPPPPPPPPP   PPPPPPPPPPPPPPPPP PPPPPPPPPPP   PPPPPPPPPPPPPPPPP PPPPPPPPPPP"),
        (11848, "쬐PPPPPPPPPPPPPPPP PPPPPPPPPPP   PPPPPPPPPPPPPPPPP PPPPPPPPPPP PPPPPPPPPPPPPPPPP PPPPPPPPPPP   PPPPPPPPPPPPPPPPP PPPPPPPPPPP   PPPPPPPPPPPPPPPPP PPPPPPPPPPP   PPPPPPPPPPPPPPPPP PPPPPPPPPPP"),
        (12052, "쮸PPPPPPPPPPPPPPPP PPPPPPPPPPP   PPPPPPPPPPPPPPPPP PPPPPPPPPPP PPPPPPPPPPPPPPPPP PPPPPPPPPPP   PPPPPPPPPPPPPPPPP PPPPPPPPPPP"),
        (12256, "ᄎ"),
        (12288, "차PPPPPPPPPPPPPPPP PPPPPPPPPPP PPPPPPPPPPPPPPPPP PPPPPPPPPPP   PPPPPPPPPPPPPPPPP PPPPPPPPPPP   PPPPPPPPPPPPPPPPP PPPPPPPPPPP   PPPPPPPPPPPPPPPPP PPPPPPPPPPP"),
        (12460, "체PPPPPPPPPPPPPPPP PPPPPPPPPPP   PPPPPPPPPPPPPPPPP PPPPPPPPPPP PPPPPPPPPPPPPPPPP PPPPPPPPPPP   PPPPPPPPPPPPPPPPP PPPPPPPPPPP   PPPPPPPPPPPPPPPPP PPPPPPPPPPP   PPPPPPPPPPPPPPPPP PPPPPPPPPPP"),
        (12664, "최PPPPPPPPPPPPPPPP PPPPPPPPPPP   PPPPPPPPPPPPPPPPP PPPPPPPPPPP PPPPPPPPPPPPPPPPP PPPPPPPPPPP   PPPPPPPPPPPPPPPPP PPPPPPPPPPP   PPPPPPPPPPPPPPPPP PPPPPPPPPPP   PPPPPPPPPPPPPPPPP PPPPPPPPPPP"),
        (12868, "츄PPPPPPPPPPPPPPPP PPPPPPPPPPP   PPPPPPPPPPPPPPPPP PPPPPPPPPPP PPPPPPPPPPPPPPPPP PPPPPPPPPPP   PPPPPPPPPPPPPPPPP PPPPPPPPPPP"),
        (13072, "ᄏ"),
        (13104, "카PPPPPPPPPPPPPPPP PPPPPPPPPPP PPPPPPPPPPPPPPPPP PPPPPPPPPPP   PPPPPPPPPPPPPPPPP PPPPPPPPPPP   PPPPPPPPPPPPPPPPP PPPPPPPPPPP   PPPPPPPPPPPPPPPPP PPPPPPPPPPP"),
        (13276, "케PPPPPPPPPPPPPPPP PPPPPPPPPPP   PPPPPPPPPPPPPPPPP PPPPPPPPPPP PPPPPPPPPPPPPPPPP PPPPPPPPPPP   PPPPPPPPPPPPPPPPP PPPPPPPPPPP   PPPPPPPPPPPPPPPPP PPPPPPPPPPP   PPPPPPPPPPPPPPPPP PPPPPPPPPPP"),
        (13480, "쾨PPPPPPPPPPPPPPPP PPPPPPPPPPP   PPPPPPPPPPPPPPPPP PPPPPPPPPPP PPPPPPPPPPPPPPPPP PPPPPPPPPPP   PPPPPPPPPPPPPPPPP PPPPPPPPPPP   PPPPPPPPPPPPPPPPP PPPPPPPPPPP   PPPPPPPPPPPPPPPPP PPPPPPPPPPP"),
        (13684, "큐PPPPPPPPPPPPPPPP PPPPPPPPPPP   PPPPPPPPPPPPPPPPP PPPPPPPPPPP PPPPPPPPPPPPPPPPP PPPPPPPPPPP   PPPPPPPPPPPPPPPPP PPPPPPPPPPP"),
        (13888, "ᄐ"),
        (13920, "타PPPPPPPPPPPPPPPP PPPPPPPPPPP PPPPPPPPPPPPPPPPP PPPPPPPPPPP   PPPPPPPPPPPPPPPPP PPPPPPPPPPP   PPPPPPPPPPPPPPPPP PPPPPPPPPPP   PPPPPPPPPPPPPPPPP PPPPPPPPPPP"),
        (14092, "테PPPPPPPPPPPPPPPP PPPPPPPPPPP   PPPPPPPPPPPPPPPPP PPPPPPPPPPP PPPPPPPPPPPPPPPPP PPPPPPPPPPP   PPPPPPPPPPPPPPPPP PPPPPPPPPPP   PPPPPPPPPPPPPPPPP PPPPPPPPPPP   PPPPPPPPPPPPPPPPP PPPPPPPPPPP"),
        (14296, "퇴PPPPPPPPPPPPPPPP PPPPPPPPPPP   PPPPPPPPPPPPPPPPP PPPPPPPPPPP PPPPPPPPPPPPPPPPP PPPPPPPPPPP   PPPPPPPPPPPPPPPPP PPPPPPPPPPP   PPPPPPPPPPPPPPPPP PPPPPPPPPPP   PPPPPPPPPPPPPPPPP PPPPPPPPPPP"),
        (14500, "튜PPPPPPPPPPPPPPPP PPPPPPPPPPP   PPPPPPPPPPPPPPPPP PPPPPPPPPPP PPPPPPPPPPPPPPPPP PPPPPPPPPPP   PPPPPPPPPPPPPPPPP PPPPPPPPPPP"),
        (14704, "ᄑ"),
        (14736, "파PPPPPPPPPPPPPPPP PPPPPPPPPPP PPPPPPPPPPPPPPPPP PPPPPPPPPPP   PPPPPPPPPPPPPPPPP PPPPPPPPPPP   PPPPPPPPPPPPPPPPP PPPPPPPPPPP   PPPPPPPPPPPPPPPPP PPPPPPPPPPP"),
        (14908, "페PPPPPPPPPPPPPPPP PPPPPPPPPPP   PPPPPPPPPPPPPPPPP PPPPPPPPPPP PPPPPPPPPPPPPPPPP PPPPPPPPPPP   PPPPPPPPPPPPPPPPP PPPPPPPPPPP   PPPPPPPPPPPPPPPPP PPPPPPPPPPP   PPPPPPPPPPPPPPPPP PPPPPPPPPPP"),
        (15112, "푀PPPPPPPPPPPPPPPP PPPPPPPPPPP   PPPPPPPPPPPPPPPPP PPPPPPPPPPP PPPPPPPPPPPPPPPPP PPPPPPPPPPP   PPPPPPPPPPPPPPPPP PPPPPPPPPPP   PPPPPPPPPPPPPPPPP PPPPPPPPPPP   PPPPPPPPPPPPPPPPP PPPPPPPPPPP"),
        (15316, "퓨PPPPPPPPPPPPPPPP PPPPPPPPPPP   PPPPPPPPPPPPPPPPP PPPPPPPPPPP PPPPPPPPPPPPPPPPP PPPPPPPPPPP   PPPPPPPPPPPPPPPPP PPPPPPPPPPP"),
        (15520, "ᄒ"),
        (15552, "하PPPPPPPPPPPPPPPP PPPPPPPPPPP PPPPPPPPPPPPPPPPP PPPPPPPPPPP   PPPPPPPPPPPPPPPPP PPPPPPPPPPP   PPPPPPPPPPPPPPPPP PPPPPPPPPPP   PPPPPPPPPPPPPPPPP PPPPPPPPPPP"),
        (15724, "헤PPPPPPPPPPPPPPPP PPPPPPPPPPP   PPPPPPPPPPPPPPPPP PPPPPPPPPPP PPPPPPPPPPPPPPPPP PPPPPPPPPPP   PPPPPPPPPPPPPPPPP PPPPPPPPPPP   PPPPPPPPPPPPPPPPP PPPPPPPPPPP   PPPPPPPPPPPPPPPPP PPPPPPPPPPP"),
        (15928, "회PPPPPPPPPPPPPPPP PPPPPPPPPPP   PPPPPPPPPPPPPPPPP PPPPPPPPPPP PPPPPPPPPPPPPPPPP PPPPPPPPPPP   PPPPPPPPPPPPPPPPP PPPPPPPPPPP   PPPPPPPPPPPPPPPPP PPPPPPPPPPP   PPPPPPPPPPPPPPPPP PPPPPPPPPPP"),
        (16132, "휴PPPPPPPPPPPPPPPP PPPPPPPPPPP   PPPPPPPPPPPPPPPPP PPPPPPPPPPP PPPPPPPPPPPPPPPPP PPPPPPPPPPP   PPPPPPPPPPPPPPPPP PPPPPPPPPPP"),
        (17434, "∽/gEP+R⊆PJP∪NMP￢"),
        (17638, "ｏPPPPPPPPPPPPPP￣"),
        (17705, "ᅟᄔPᇇPSQTSQᄜᇝQᄝPQQPSPRPPPPRSYVTHP`PPzPRXPQYRⅰPPPPPPPPP     6PPPPPPPPP"),
        (17812, "αPPPPPPPPPPPPP"),
        (17842, "οPPQPPPPPP"),
        (18046, "㏆"),
        (18062, "ÆY)Ħ [ \\QØŒºsŦ3"),
        (18250, "⑼PPPPPP¹HP⁴ZQPPP"),
        (18454, "ワPPPPPPP"),
    ],
};

pub(super) static CP1361: Table = Table::new(Source {
    head: ASCII_HEAD,
    rest: "\u{80}\u{81}\u{82}\u{83}",
    double: Some(&CP1361_DOUBLE),
    decode_only: &[],
});

pub(super) static CP10000: Table = Table::new(Source {
    head: ASCII_HEAD,
    rest: "ÄÅÇÉÑÖÜáàâäãåçéèêëíìîïñóòôöõúùûü†°¢£§•¶ß®©™´¨≠ÆØ∞±≤≥¥µ∂∑∏π∫ªºΩæø¿¡¬√ƒ≈∆«»…\u{a0}ÀÃÕŒœ–—“”‘’÷◊ÿŸ⁄¤‹›ﬁﬂ‡·‚„‰ÂÊÁËÈÍÎÏÌÓÔ�ÒÚÛÙıˆ˜¯˘˙˚¸˝˛ˇ",
    double: None,
    decode_only: &[],
});

static CP10001_DOUBLE: Double = Double {
    first_lead: 0x81,
    trails: &[(0x40, 0x7E), (0x80, 0xFC)],
    runs: &[
        (0, EucJp, 0x3F, 108), (220, Unicode, 0xFF21, 26), (252, Unicode, 0xFF41, 26), (282, Unicode, 0x3041, 83), (376, Unicode, 0x30A1, 86),
        (470, Big5, 0x107E, 24), (502, Big5, 0x1096, 24), (564, Big5, 0x2702, 33), (612, Big5, 0x2723, 33), (658, EucJp, 0x22B, 32),
        (1410, EucJp, 0x29E, 2965), (4418, EucJp, 0xE33, 1410), (17860, EucJp, 0x13B5, 1980), (22776, EucJp, 0x1B71, 360),
    ],
    texts: &[
        (119, "∈R⊆PJP∪N        MP￢⇒Q{R           l⊥⌒∂T≡@gP√r/gEP       Å‰♯ML†P¶    ◯"),
        (203, "０PPPPPPPPP"),
        (752, "①PPPPPPPPPPPPPPPPPPP"),
        (846, "ⅠPPPPPPPPP          VPPPPPPPPP"),
        (940, "㎜ P   S L ? P㏄"),
        (1030, "№㏍℡"),
        (1139, "㈹ G  P"),
        (1191, "〝Q"),
        (1210, "㊤PPPP       ㍉(z㌔    >㌶1 ^yH \\㌍ eRd?"),
        (1292, "㍾NNN"),
        (1316, "∮@⊿"),
        (22769, "￤＇J"),
    ],
};

pub(super) static CP10001: Table = Table::new(Source {
    head: ASCII_HEAD,
    rest: "\u{80}�������������������������������\u{a0}｡｢｣､･ｦｧｨｩｪｫｬｭｮｯｰｱｲｳｴｵｶｷｸｹｺｻｼｽｾｿﾀﾁﾂﾃﾄﾅﾆﾇﾈﾉﾊﾋﾌﾍﾎﾏﾐﾑﾒﾓﾔﾕﾖﾗﾘﾙﾚﾛﾜﾝﾞﾟ�����������������������������©™",
    double: Some(&CP10001_DOUBLE),
    decode_only: &[],
});

static CP10002_DOUBLE: Double = Double {
    first_lead: 0xA1,
    trails: &[(0x40, 0x7E), (0xA1, 0xFE)],
    runs: &[
        (12, Big5, 0xF4C, 211), (227, Big5, 0x1023, 36), (266, Big5, 0x104A, 142), (471, Big5, 0x10FA, 5401), (6280, Big5, 0x2780, 7688),
    ],
    texts: &[
        (0, "\u{3000}，、P．‧；NT1︰"),
        (264, "卄"),
        (13972, "▓"),
    ],
};

pub(super) static CP10002: Table = Table::new(Source {
    head: ASCII_HEAD,
    rest: "\u{80}����������������������������������������������������������������������������������������������������������������������������©™…",
    double: Some(&CP10002_DOUBLE),
    decode_only: &[],
});

pub(super) static CP10004: Table = Table::new(Source {
    head: ASCII_HEAD,
    rest: "Ä\u{a0}ÇÉÑÖÜáàâäں«çéèêëí…îïñó»ôö÷úùûü�����٪������،���٠١٢٣٤٥٦٧٨٩�؛���؟٭ءآأؤإئابةتثجحخدذرزسشصضطظعغ�����ـفقكلمنهوىي\u{64b}\u{64c}\u{64d}\u{64e}\u{64f}\u{650}\u{651}\u{652}پٹچەڤگڈڑ���ژے",
    double: None,
    decode_only: &[],
});

pub(super) static CP10005: Table = Table::new(Source {
    head: ASCII_HEAD,
    rest: "ÄÅÇÉÑÖÜáàâäãåçéèêëíìîïñóòôöõúùûü����¤�₪��������������������������„���\u{5bd}\u{5bc}��…\u{a0}�\u{5b7}\u{5b5}\u{5b6}\u{5b4}–—“”‘’��־\u{5b0}\u{5b2}\u{5b1}\u{5bb}\u{5c1}\u{5b8}\u{5b3}אבגדהוזחטיךכלםמןנסעףפץצקרשת",
    double: None,
    decode_only: &[],
});

pub(super) static CP10006: Table = Table::new(Source {
    head: ASCII_HEAD,
    rest: "Ä¹²É³ÖÜ΅àâä΄¨çéèêë£™îï•½‰ôö¦\u{ad}ùûü†ΓΔΘΛΞΠß®©ΣΪ§≠°·Α±≤≥¥ΒΕΖΗΙΚΜΦΫΨΩάΝ¬ΟΡ≈Τ«»…\u{a0}ΥΧΆΈœ–―“”‘’÷ΉΊΌΎέήίόΏύαβψδεφγηιξκλμνοπώρστθωςχυζϊϋΐΰ",
    double: None,
    decode_only: &[],
});

pub(super) static CP10007: Table = Table::new(Source {
    head: ASCII_HEAD,
    rest: "АБВГДЕЖЗИЙКЛМНОПРСТУФХЦЧШЩЪЫЬЭЮЯ†°¢£§•¶І®©™Ђђ≠Ѓѓ∞±≤≥іµ∂ЈЄєЇїЉљЊњјЅ¬√ƒ≈∆«»…\u{a0}ЋћЌќѕ–—“”‘’÷„ЎўЏџ№Ёёяабвгдежзийклмнопрстуфхцчшщъыьэю¤",
    double: None,
    decode_only: &[],
});

pub(super) static CP10010: Table = Table::new(Source {
    head: ASCII_HEAD,
    rest: "ÄÅÇÉÑÖÜáàâäãåçéèêëíìîïñóòôöõúùûü†°¢£§•¶ß®©™´¨≠ĂŞ∞±≤≥¥µ∂∑∏π∫ªºΩăş¿¡¬√ƒ≈∆«»…\u{a0}ÀÃÕŒœ–—“”‘’÷◊ÿŸ⁄¤‹›Ţţ‡·‚„‰ÂÊÁËÈÍÎÏÌÓÔ�ÒÚÛÙıˆ˜¯˘˙˚¸˝˛ˇ",
    double: None,
    decode_only: &[],
});

pub(super) static CP10017: Table = Table::new(Source {
    head: ASCII_HEAD,
    rest: "АБВГДЕЖЗИЙКЛМНОПРСТУФХЦЧШЩЪЫЬЭЮЯ†°Ґ£§•¶І®©™Ђђ≠Ѓѓ∞±≤≥іµґЈЄєЇїЉљЊњјЅ¬√ƒ≈∆«»…\u{a0}ЋћЌќѕ–—“”‘’÷„ЎўЏџ№Ёёяабвгдежзийклмнопрстуфхцчшщъыьэю¤",
    double: None,
    decode_only: &[],
});

pub(super) static CP10021: Table = Table::new(Source {
    head: CONTROLS,
    rest: " !\"#$%&'()*+,-./0123456789:;<=>?@ABCDEFGHIJKLMNOPQRSTUVWXYZ[\\]^_`abcdefghijklmnopqrstuvwxyz{|}~�«»…����������“”��•�����������‘’�\u{a0}กขฃคฅฆงจฉชซฌญฎฏฐฑฒณดตถทธนบปผฝพฟภมยรฤลฦวศษสหฬอฮฯะ\u{e31}าำ\u{e34}\u{e35}\u{e36}\u{e37}\u{e38}\u{e39}\u{e3a}\u{feff}\u{200b}–—฿เแโใไๅๆ\u{e47}\u{e48}\u{e49}\u{e4a}\u{e4b}\u{e4c}\u{e4d}™๏๐๑๒๓๔๕๖๗๘๙®©",
    double: None,
    decode_only: &[],
});

pub(super) static CP10029: Table = Table::new(Source {
    head: ASCII_HEAD,
    rest: "ÄĀāÉĄÖÜáąČäčĆćéŹźĎíďĒēĖóėôöõúĚěü†°Ę£§•¶ß®©™ę¨≠ģĮįĪ≤≥īĶ∂∑łĻļĽľĹĺŅņŃ¬√ńŇ∆«»…\u{a0}ňŐÕőŌ–—“”‘’÷◊ōŔŕŘ‹›řŖŗŠ‚„šŚśÁŤťÍŽžŪÓÔūŮÚůŰűŲųÝýķŻŁżĢˇ",
    double: None,
    decode_only: &[],
});

pub(super) static CP10079: Table = Table::new(Source {
    head: ASCII_HEAD,
    rest: "ÄÅÇÉÑÖÜáàâäãåçéèêëíìîïñóòôöõúùûüÝ°¢£§•¶ß®©™´¨≠ÆØ∞±≤≥¥µ∂∑∏π∫ªºΩæø¿¡¬√ƒ≈∆«»…\u{a0}ÀÃÕŒœ–—“”‘’÷◊ÿŸ⁄¤ÐðÞþý·‚„‰ÂÊÁËÈÍÎÏÌÓÔ�ÒÚÛÙıˆ˜¯˘˙˚¸˝˛ˇ",
    double: None,
    decode_only: &[],
});

pub(super) static CP10081: Table = Table::new(Source {
    head: ASCII_HEAD,
    rest: "ÄÅÇÉÑÖÜáàâäãåçéèêëíìîïñóòôöõúùûü†°¢£§•¶ß®©™´¨≠ÆØ∞±≤≥¥µ∂∑∏π∫ªºΩæø¿¡¬√ƒ≈∆«»…\u{a0}ÀÃÕŒœ–—“”‘’÷◊ÿŸĞğİıŞş‡·‚„‰ÂÊÁËÈÍÎÏÌÓÔ�ÒÚÛÙ�ˆ˜¯˘˙˚¸˝˛ˇ",
    double: None,
    decode_only: &[],
});

pub(super) static CP10082: Table = Table::new(Source {
    head: ASCII_HEAD,
    rest: "ÄÅÇÉÑÖÜáàâäãåçéèêëíìîïñóòôöõúùûü†°¢£§•¶ß®Š™´¨≠ŽØ∞±≤≥∆µ∂∑∏š∫ªºΩžø¿¡¬√ƒ≈Ć«Č…\u{a0}ÀÃÕŒœĐ—“”‘’÷◊�©⁄¤‹›Æ»–·‚„‰ÂćÁčÈÍÎÏÌÓÔđÒÚÛÙıˆ˜¯πË˚¸Êæˇ",
    double: None,
    decode_only: &[],
});

static CP20000_DOUBLE: Double = Double {
    first_lead: 0xA1,
    trails: &[(0x21, 0x7E), (0xA1, 0xFE)],
    runs: &[
        (10, Big5, 0x278B, 33), (44, Big5, 0x27AC, 48), (121, Big5, 0xF5B, 46), (188, Big5, 0x27DF, 44), (233, Big5, 0x280B, 49),
        (288, Big5, 0xFA4, 29), (376, Big5, 0x283C, 94), (470, Big5, 0xFFC, 46), (524, Big5, 0x2652, 40), (564, Big5, 0x289A, 24),
        (588, Big5, 0x28B3, 70), (658, Big5, 0x102A, 29), (690, Big5, 0x104A, 62), (752, Big5, 0x28F9, 94), (846, Big5, 0x1088, 76),
        (940, Big5, 0x2957, 94), (1034, Big5, 0x2613, 30), (1064, Big5, 0x2688, 64), (1128, Big5, 0x29B5, 94), (1316, Big5, 0x2A13, 94),
        (1504, Big5, 0x2A71, 94), (1692, Big5, 0x2ACF, 94), (1880, Big5, 0x2B2D, 94), (2068, Big5, 0x2B8B, 94), (2256, Big5, 0x2BE9, 94),
        (2444, Big5, 0x2C47, 94), (2632, Big5, 0x2CA5, 94), (2820, Big5, 0x2D03, 94), (3008, Big5, 0x2D61, 94), (3196, Big5, 0x2DBF, 94),
        (3384, Big5, 0x2E1D, 94), (3572, Big5, 0x2E7B, 94), (3760, Big5, 0x2ED9, 94), (3948, Big5, 0x2F37, 94), (4136, Big5, 0x2F95, 78),
        (4324, Big5, 0x2FF3, 93), (4512, Big5, 0x3052, 94), (4700, Big5, 0x30B0, 94), (4888, Big5, 0x310E, 94), (5076, Big5, 0x316C, 94),
        (5264, Big5, 0x31CA, 94), (5452, Big5, 0x3228, 66), (5519, Big5, 0x326B, 27), (5640, Big5, 0x3286, 73), (5828, Big5, 0x32E3, 94),
        (6016, Big5, 0x3341, 94), (6204, Big5, 0x339F, 94), (6392, Big5, 0x33FD, 94), (6583, Big5, 0x345F, 91), (6674, Big5, 0x10FA, 94),
        (6768, Big5, 0x34BA, 94), (6862, Big5, 0x1158, 94), (6956, Big5, 0x3518, 94), (7050, Big5, 0x11B6, 94), (7144, Big5, 0x3576, 94),
        (7238, Big5, 0x1214, 94), (7332, Big5, 0x35D4, 94), (7426, Big5, 0x1272, 94), (7520, Big5, 0x3632, 94), (7614, Big5, 0x12D0, 94),
        (7708, Big5, 0x3690, 94), (7802, Big5, 0x132E, 94), (7896, Big5, 0x36EE, 94), (7990, Big5, 0x138C, 94), (8084, Big5, 0x374C, 94),
        (8178, Big5, 0x13EA, 94), (8272, Big5, 0x37AA, 94), (8366, Big5, 0x1448, 94), (8460, Big5, 0x3808, 94), (8554, Big5, 0x14A6, 94),
        (8648, Big5, 0x3866, 94), (8742, Big5, 0x1504, 94), (8836, Big5, 0x38C4, 94), (8930, Big5, 0x1562, 94), (9024, Big5, 0x3922, 94),
        (9118, Big5, 0x15C0, 94), (9212, Big5, 0x3980, 94), (9306, Big5, 0x161E, 94), (9400, Big5, 0x39DE, 94), (9496, Big5, 0x167F, 92),
        (9588, Big5, 0x3A3C, 94), (9682, Big5, 0x16DB, 94), (9776, Big5, 0x3A9A, 42), (9819, Big5, 0x3AC4, 51), (9870, Big5, 0x1739, 94),
        (9964, Big5, 0x3AF7, 94), (10058, Big5, 0x1797, 94), (10154, Big5, 0x3B56, 92), (10246, Big5, 0x17F5, 50), (10297, Big5, 0x1827, 43),
        (10340, Big5, 0x3BB2, 94), (10434, Big5, 0x1852, 94), (10528, Big5, 0x3C10, 94), (10622, Big5, 0x18B0, 94), (10724, Big5, 0x3C75, 86),
        (10810, Big5, 0x190E, 94), (10904, Big5, 0x3CCB, 30), (10934, Big5, 0x3CEA, 64), (10998, Big5, 0x196C, 94), (11092, Big5, 0x3D2A, 73),
        (11186, Big5, 0x19CA, 94), (11280, Big5, 0x3D89, 83), (11374, Big5, 0x1A28, 94), (11468, Big5, 0x3DE6, 94), (11562, Big5, 0x1A86, 94),
        (11656, Big5, 0x3E44, 94), (11750, Big5, 0x1AE4, 94), (11844, Big5, 0x3EA2, 24), (11868, Big5, 0x3EBB, 70), (11938, Big5, 0x1B42, 94),
        (12032, Big5, 0x3F01, 94), (12126, Big5, 0x1BA0, 94), (12220, Big5, 0x3F5F, 34), (12254, Big5, 0x3F82, 60), (12314, Big5, 0x1BFE, 94),
        (12430, Big5, 0x3FD5, 72), (12502, Big5, 0x1C5C, 94), (12619, Big5, 0x4034, 71), (12690, Big5, 0x1CBA, 94), (12784, Big5, 0x407B, 82),
        (12878, Big5, 0x1D18, 94), (12972, Big5, 0x40DA, 44), (13017, Big5, 0x4106, 49), (13066, Big5, 0x1D76, 94), (13160, Big5, 0x4137, 64),
        (13225, Big5, 0x4177, 29), (13254, Big5, 0x1DD4, 94), (13348, Big5, 0x4194, 94), (13442, Big5, 0x1E32, 94), (13556, Big5, 0x4205, 45),
        (13601, Big5, 0x4233, 29), (13630, Big5, 0x1E90, 94), (13724, Big5, 0x4250, 42), (13767, Big5, 0x427A, 51), (13818, Big5, 0x1EEE, 94),
        (13912, Big5, 0x42AD, 94), (14006, Big5, 0x1F4C, 47), (14054, Big5, 0x1F7B, 46), (14100, Big5, 0x430B, 49), (14149, Big5, 0x433D, 45),
        (14194, Big5, 0x1FA9, 94), (14288, Big5, 0x436A, 94), (14382, Big5, 0x2007, 94), (14476, Big5, 0x43C8, 94), (14570, Big5, 0x2065, 94),
        (14664, Big5, 0x4426, 94), (14758, Big5, 0x20C3, 59), (14817, Big5, 0x20FF, 35), (14852, Big5, 0x4484, 94), (14946, Big5, 0x2122, 94),
        (15040, Big5, 0x44E2, 69), (15110, Big5, 0x4527, 24), (15134, Big5, 0x2180, 94), (15322, Big5, 0x21DE, 94), (15510, Big5, 0x223C, 94),
        (15698, Big5, 0x229A, 94), (15907, Big5, 0x230C, 73), (16074, Big5, 0x2355, 94), (16284, Big5, 0x23CA, 72), (16463, Big5, 0x241E, 54),
        (16519, Big5, 0x2456, 25), (16638, Big5, 0x246F, 65), (16703, Big5, 0x24B1, 29), (16826, Big5, 0x24CE, 94), (17014, Big5, 0x252C, 94),
        (17202, Big5, 0x258A, 94), (17390, Big5, 0x25E8, 43), (17433, Unicode, 0x30BD, 51), (17578, Big5, 0x26FB, 76),
    ],
    texts: &[
        (0, "乂i凵匚厂万T乇亍囗"),
        (43, "刉"),
        (92, "刐劦\u{3000}，、P․M；NT1︰…N﹐P‧﹒QPPP)–︲—︳＿"),
        (167, "′R＃RS※§〃○S3Nk☆N◇N*NlN"),
        (232, "攷"),
        (282, "㊣℅‾￣"),
        (317, "∼<P⊥∠N⊿㏒N∫RVN♀Q⊕S↑QNMUPQN∥M／| ﹨＄￥〒￠P％j℃U﹩PP㏕㎜PP㏎\"<P㏄゜兙QRNSQ"),
        (516, "¨˄ヽPゝP 〄"),
        (688, "卄"),
        (922, "˟:LSぢPPPPPPPPPPPPP"),
        (1224, "丶X 亅 j    冂cd    勹  匸  卩 厶     夂    宀      巛    幺T廴   彐`      攴    无"),
        (1418, "疒癶"),
        (1476, "辵        隶"),
        (4214, "笻H@ZAQ^4aBcIQQRU"),
        (4417, "虙"),
        (5518, "筇"),
        (5713, "莚xxQ%菻+Z萛菛r蛘YS<_F_B]@"),
        (6363, "￢Q  ㈱№Z"),
        (6580, "歈H殛"),
        (9494, "美羿"),
        (9818, "錥"),
        (10152, "徼N"),
        (10296, "耄"),
        (10716, "蕝F`V虣QN螤"),
        (11165, "懃AVzHTNSE擯IIWHS斁N斶s曒檍"),
        (11363, "磿BbCTU禫L穜NJ"),
        (12408, "藒蘤薸NV虩蟧NKH_NJIc@?WFi:Z"),
        (12596, "鎒t3Q;m6kCW>B`U0\\s/pAS[>"),
        (12866, "爌MLJR犥PMNM瓋I"),
        (13016, "舋"),
        (13224, "鎥"),
        (13536, "櫳LIM`GLP瀼HIWLL`EVJN@"),
        (13766, "鐼"),
        (14053, "銬"),
        (15109, "鬮"),
        (15228, "饡馫驤QP鬤鸕Q齈戇欞爧虌躨钂MP驩N鸙虋讟钃鱹麷癵驫鱺鸝灩P爩麤齾齉龘"),
        (15886, "臂MNM[Dyp艱薪)ImDRj;;p1k"),
        (16262, "繕XKV@V罈翹Q職N臍Q舊藏)sRH6YN"),
        (16450, "鯉鯽鯈G鵑[R黠鼕f儳嚥R"),
        (16517, "繳羅"),
        (17656, "䅚ｸ刂 冈"),
    ],
};

pub(super) static CP20000: Table = Table::new(Source {
    head: LATIN,
    rest: "",
    double: Some(&CP20000_DOUBLE),
    decode_only: &[],
});

static CP20001_DOUBLE: Double = Double {
    first_lead: 0x81,
    trails: &[(0x30, 0x39), (0x41, 0x5A), (0x61, 0x7A), (0x80, 0xFD)],
    runs: &[
        (27, Big5, 0xF5B, 46), (100, Big5, 0xFA4, 29), (182, Big5, 0xFF6, 52), (242, Big5, 0x2652, 40), (282, Big5, 0x102A, 29),
        (314, Big5, 0x104A, 138), (470, Big5, 0x2613, 30), (500, Big5, 0x2688, 64), (3290, Big5, 0x10FA, 1412), (4702, Big5, 0x167F, 424),
        (5127, Big5, 0x1827, 1876), (7004, Big5, 0x1F7B, 387), (7391, Big5, 0x20FF, 525), (7917, Big5, 0x230C, 189), (8106, Big5, 0x23CA, 84),
        (8191, Big5, 0x241E, 54), (8247, Big5, 0x2456, 90), (8337, Big5, 0x24B1, 354), (8691, Big5, 0x26C8, 127), (8846, Big5, 0x278B, 33),
        (8880, Big5, 0x27AC, 48), (8928, Big5, 0x27DD, 46), (8975, Big5, 0x280B, 167), (9142, Big5, 0x28B3, 1840), (10983, Big5, 0x2FE4, 108),
        (11091, Big5, 0x3051, 537), (11629, Big5, 0x326B, 100), (11730, Big5, 0x32CF, 399), (12129, Big5, 0x345F, 1637), (13767, Big5, 0x3AC4, 146),
        (13914, Big5, 0x3B56, 287), (14202, Big5, 0x3C75, 116), (14318, Big5, 0x3CEA, 137), (14455, Big5, 0x3D74, 104), (14560, Big5, 0x3DDC, 222),
        (14782, Big5, 0x3EBB, 198), (14980, Big5, 0x3F82, 82), (15062, Big5, 0x3FD5, 86), (15157, Big5, 0x4034, 153), (15310, Big5, 0x40CE, 56),
        (15367, Big5, 0x4106, 113), (15481, Big5, 0x4177, 142), (15624, Big5, 0x4205, 45), (15669, Big5, 0x4233, 71), (15741, Big5, 0x427A, 194),
        (15935, Big5, 0x433D, 490), (16426, Big5, 0x4527, 43),
    ],
    texts: &[
        (0, "\u{3000}，、P․M；NT1︰…N﹐P‧﹒QPPP)–︲—︳＿"),
        (73, "′R＃RS※§〃○S3Nk☆N◇N*NlN㊣℅‾￣"),
        (129, "∼<P⊥∠N⊿㏒N∫RVN♀Q⊕S↑QNMUPQN∥M／| ﹨＄￥〒￠P％j℃U﹩PP㏕㎜PP㏎\"<P㏄゜"),
        (234, "¨˄ヽPゝP 〄"),
        (312, "卄"),
        (452, "˟:LSぢPPPPPPPPPPPPP"),
        (566, "丶X 亅 j    冂cd    勹  匸  卩 厶     夂    宀      巛    幺T廴   彐`      攴    无"),
        (666, "疒癶"),
        (724, "辵        隶"),
        (3167, "￢Q  ㈱№Z"),
        (5126, "耄"),
        (7003, "銬"),
        (7916, "薦"),
        (8190, "嚨"),
        (8245, "繳羅"),
        (8820, "䅚ｸ刂 冈           乂i凵匚厂万T乇亍囗"),
        (8879, "刉"),
        (8974, "攷"),
        (10982, "笻"),
        (11628, "筇"),
        (11729, "莚"),
        (13766, "錥"),
        (13913, "徻"),
        (14201, "螤"),
        (14559, "磿"),
        (15148, "鎀\\s/pAS[>"),
        (15366, "舋"),
        (15480, "鎥"),
        (15623, "瀪"),
        (15740, "鐼"),
        (16425, "鬮"),
        (16469, "鸙虋讟钃鱹麷癵驫鱺鸝灩P爩麤齾齉龘"),
    ],
};

pub(super) static CP20001: Table = Table::new(Source {
    head: ASCII_HEAD,
    rest: "\u{80}����\u{85}\u{86}\u{87}\u{88}\u{89}\u{8a}\u{8b}\u{8c}\u{8d}\u{8e}\u{8f}\u{90}",
    double: Some(&CP20001_DOUBLE),
    decode_only: &[],
});

static CP20002_DOUBLE: Double = Double {
    first_lead: 0x81,
    trails: &[(0x30, 0x39), (0x41, 0x5A), (0x61, 0x7A), (0x80, 0xFD)],
    runs: &[
        (27, Big5, 0xF5B, 46), (100, Big5, 0xFA4, 29), (182, Big5, 0xFF6, 52), (242, Big5, 0x2652, 40), (282, Big5, 0x102A, 29),
        (314, Big5, 0x104A, 138), (470, Big5, 0x2613, 30), (500, Big5, 0x2688, 64), (777, Big5, 0x407B, 82), (859, Big5, 0x40CE, 56),
        (916, Big5, 0x4106, 113), (1030, Big5, 0x4177, 142), (1173, Big5, 0x4205, 45), (1218, Big5, 0x4233, 71), (1290, Big5, 0x427A, 194),
        (1484, Big5, 0x433D, 490), (1975, Big5, 0x4527, 43), (3290, Big5, 0x10FA, 1412), (4702, Big5, 0x167F, 424), (5127, Big5, 0x1827, 1876),
        (7004, Big5, 0x1F7B, 387), (7391, Big5, 0x20FF, 525), (7917, Big5, 0x230C, 189), (8106, Big5, 0x23CA, 84), (8191, Big5, 0x241E, 54),
        (8247, Big5, 0x2456, 90), (8337, Big5, 0x24B1, 354), (8691, Big5, 0x26C8, 127), (17306, Big5, 0x278B, 33), (17340, Big5, 0x27AC, 48),
        (17388, Big5, 0x27DD, 46), (17435, Big5, 0x280B, 167), (17602, Big5, 0x28B3, 1840), (19443, Big5, 0x2FE4, 108), (19551, Big5, 0x3051, 537),
        (20089, Big5, 0x326B, 100), (20190, Big5, 0x32CF, 399), (20589, Big5, 0x345F, 1637), (22227, Big5, 0x3AC4, 146), (22374, Big5, 0x3B56, 287),
        (22662, Big5, 0x3C75, 116), (22778, Big5, 0x3CEA, 137), (22915, Big5, 0x3D74, 104), (23020, Big5, 0x3DDC, 222), (23242, Big5, 0x3EBB, 198),
        (23440, Big5, 0x3F82, 82), (23522, Big5, 0x3FD5, 86), (23617, Big5, 0x4034, 71),
    ],
    texts: &[
        (0, "\u{3000}，、P․M；NT1︰…N﹐P‧﹒QPPP)–︲—︳＿"),
        (73, "′R＃RS※§〃○S3Nk☆N◇N*NlN㊣℅‾￣"),
        (129, "∼<P⊥∠N⊿㏒N∫RVN♀Q⊕S↑QNMUPQN∥M／| ﹨＄￥〒￠P％j℃U﹩PP㏕㎜PP㏎\"<P㏄゜"),
        (234, "¨˄ヽPゝP 〄"),
        (312, "卄"),
        (452, "˟:LSぢPPPPPPPPPPPPP"),
        (566, "丶X 亅 j    冂cd    勹  匸  卩 厶     夂    宀      巛    幺T廴   彐`      攴    无"),
        (666, "疒癶"),
        (724, "辵        隶"),
        (915, "舋"),
        (1029, "鎥"),
        (1172, "瀪"),
        (1289, "鐼"),
        (1974, "鬮"),
        (2018, "鸙虋讟钃鱹麷癵驫鱺鸝灩P爩麤齾齉龘"),
        (3167, "￢Q  ㈱№Z"),
        (5126, "耄"),
        (7003, "銬"),
        (7916, "薦"),
        (8190, "嚨"),
        (8245, "繳羅"),
        (8820, "䅚ｸ刂 冈"),
        (17296, "乂i凵匚厂万T乇亍囗"),
        (17339, "刉"),
        (17434, "攷"),
        (19442, "笻"),
        (20088, "筇"),
        (20189, "莚"),
        (22226, "錥"),
        (22373, "徻"),
        (22661, "螤"),
        (23019, "磿"),
        (23608, "鎀\\s/pAS[>"),
    ],
};

pub(super) static CP20002: Table = Table::new(Source {
    head: ASCII_HEAD,
    rest: "\u{80}",
    double: Some(&CP20002_DOUBLE),
    decode_only: &[],
});

static CP20003_DOUBLE: Double = Double {
    first_lead: 0x81,
    trails: &[(0x40, 0x7E), (0x80, 0xFC)],
    runs: &[
        (35, EucJp, 0x62, 39), (220, Unicode, 0xFF21, 26), (252, Unicode, 0xFF41, 26), (282, Unicode, 0x3041, 83), (376, Unicode, 0x30A1, 86),
        (470, Big5, 0x107E, 24), (502, Big5, 0x1096, 24), (564, Big5, 0x2702, 33), (612, Big5, 0x2723, 33), (1525, Unicode, 0x3105, 37),
        (1723, Big5, 0xFFF, 43), (2068, Big5, 0x10FA, 5401), (7520, Big5, 0x2780, 7652),
    ],
    texts: &[
        (0, "\u{3000}PP，․M：PS1  ‵L¨˄‾＿ヽPゝP〃PPPPー–P／|∼8M"),
        (74, "゜  ℃￥＄￠P％MR✽＠§☆N○SNHN*NbNZN※〒→MPQ"),
        (203, "０PPPPPPPPP"),
        (1130, "丶X 亅 j    冂cd    勹  匸  卩 厶     夂    宀      巛    幺T廴   彐`      攴    无"),
        (1230, "疒癶"),
        (1288, "辵        隶"),
        (1504, "〡PPPPPPPP 卄     ˟:LS]"),
        (1692, "①PPPPPPPPP      ZPPPPPPPPP"),
        (1786, "﹁PPPFP EP Pj5PPPPPRPPP  ＊G㊣℅  ﹉PRPLPd√≒^∩P⊥∠N⊿㏒N∫R⊕S↖PQN∵  ℉㏕㎜PP㏎\"<P㏄﹒   〝P   ⇧↸P兙QRNSQ嗧瓩糎     ⅠPPPPPPPPP      VPPPPPPPPP￢Q  ㈱№Z"),
    ],
};

pub(super) static CP20003: Table = Table::new(Source {
    head: ASCII_HEAD,
    rest: "\u{80}",
    double: Some(&CP20003_DOUBLE),
    decode_only: &[],
});

static CP20004_DOUBLE: Double = Double {
    first_lead: 0xA1,
    trails: &[(0x21, 0x7E), (0xA1, 0xFE)],
    runs: &[
        (15893, Unicode, 0x3105, 37), (15942, Unicode, 0xFF08, 38), (16074, Unicode, 0xFF2E, 48),
    ],
    texts: &[
        (1, "万TR冇与Y eTd YP 亄 XU        仈  c[P   @ 伔;dB8vc  6       Y&       ]z   a C  r[6Y`LU:>Ue0tqJC_B$侚 一PQTPPPQRPRPPRTPV   TQRPP S QPQ SRPQUQPPVQ PRPPPYYZS RPQR PQRPQPS QRP PPPQPPQRPPPTRR PUPQPQPR佹W^]8ZR %P{3\\6{           俬 侺    nCU.fQEj.Gc ^2   倓^K8x:(倳S俷oXV]IQ 2        I 偯Z9[%jLQ:Q]>bT倕 介QDVZPPPPPSPRMSPPZQPQPPSQQQWPPQPPPPWeP你#QQQPPPURQTPPPPRPQQNQPPQPjR;PTSQPQRRPSRQRQQQRQPSQil@8PU偭5 <    r   Z T !iY2z {7F YeH7aW偨傜 :       傸 TMN] FV7e:P`?i g      X@V>W^9zS|僸TH^    TaD XH   侶XRPPUSPPPUPQPQQPM R\\WYTVo俯QQQRQSZQQHXQPSQPPQ RQQh8PQPPPQjUs偁QSQUUTQXTYPPgUQ9TWSP(|PPS ]PTPPPQ儩FUNKP        ^KVP  SPMT  kPPRNQ           冔S            s  Q    V   Z   SS           刌LYL[QR 傾SRQQPTq,gQP7SPS偽僥QUP VSQRQQQQQP R3jKXQQPQP[JZWPSSPt-PPQPPPQPMSPPVMRQTUPQQPP  QPPPRSPPPSS QVPR 刱 d  WM    ]G\\EeQNZRPPSPY  [PP\\i        j   h a  TU `    ]SRTP^  | R  eTN  WMW W"),
        (846, "冏SMPR PPVQQQPT PPS PTP U VQQ QPPP   ^P RP _QL TPQP PR RPQRPPQSRPSP`D\\IP Sg<QQPQPPP Q`GPRQP@a^Q 叼    YT K    yl(  m ^'KWV0t .X咇GQ_T1lT36VW ;i9    Z A  咶^       0Ss.Pw\"d1呰咼bCji  hCp0\\%唷哢唗J$[剡BQ TQ[PSPRQPRTQRPPRPPPQPSQR  TSPRUPPPP ]RMTQ SQSTRPQPSP PRPPQRVRMSQP PPPS URQRQP=fPPQ PQPQPPQ唚哫 o GV  啡1VoKM8/V啵P唌u啥8R`#N    o2C ^       M FqB      啿 qQ_NNFL<噅喢 *^ x啷嗡VM-t%_U\\CAy)S喍嗧  3Nb匪TQK   ZPTPP PQ廾卅QPPPVPPPRRB^QQPQR RR RPPP RQP RBT [ RQY USPPRQ U W T  SRQ W  TPPPQVQP SSQP PP嗀tY           lV8MrQ=BjP4Rr=噘Q5BYXGIQ]INX/Sx       Qo4a?RYPTjQRHPHMNNK   R   cRSJ       ^PRPQW句PQPPPPPPRMPQPQ RXQPSPPQPPPPP PXQPPPUR咐吪PQPi:QPQP`@PQQQPR咂/SPPy .IWQPPSPPRSQQSQ LQc PRQPRPRQQS  囃IPWT  P WXS  MW M        kXQWUP RQ R Z  U  E   fY V     BH          坽FQYANa5UHI          垵2咸QRRPPQQPPPASqSx'RSPSWQPQQTQPV#SkZnPQQZRq0QX_FPTQ唪aczPTNQPP RPPPTSGUVPPQP唧喧c>QQ啾嗃QXHYQPUPPRSP喔垮5JW ]CU<       X    rc9XeNAFN Z   AP       zVF^K^NNhC)If Ch[4l*VlFVMV          h]=MYN@ZBb` H 喟TVQhRX| VQPUP QSP噓嗹X[U2UP}L嗶嘰NRQPP RQSYR Qc QSPPPPRRQQ>PaH^TQWYPgb/VQTPC]USPPDaPMXQ叻囗VKP^ES[J"),
        (1894, "堳  塥WJJIK?u5        7   墆DhJG>qH@UDFf>  c          f        K Q[LT       dFT aM 囷QPTSPSPQ KJ;nTPRQS RXPRPQPZT坻 均RRPPPP JdRQVWQTU7PTRgWYRQPJUFNxWRS?\\_P \\XPQPWRPS)_PR pTRNSUTQP     壢JM       \\N  \\ Y TXPPST    tXT a   ^  T Q\\ KRJ[JK   z@WUJ =Nc=           tTdN>Z8a BMgD J場PAX lLPPTR墓塚LPU\\F<d=KTqSRQPPPQQSP 塈墐[PPPXPT[H<ZJgRSQPURQQPQPTPJ YT圳士PRYP RN  Y K\\ T PPRPQSQQP姀B|   a FYQTRREM 6 LX娖HWk    I       ,  Z婠G7v娸t媎 1 娹 TT  N ^K     aUV5X ]-  PSV`B       {P     大UKPPPQRMWPUURPPTPPPRPMSR MWPPTQP RP!女PQQTSPPPUWJURPQSUPPRVYQRWSPQRPPP.KuUQPP TPPRMSQ(姻WKQW4R  婿\\_.z8^) j   G   a`娷媔7xV: 嫇9fBD_Y K  媐x  MLQ  嫮F?g=g>Y  嬞 嫨  fDXIN ^B R I    wFNL_  I V   V 娌TVRPRPRQS9x IZTRPZTW SSR娵j]hRgWPSRT2Z mQRSPPPQPQTQP5WkPXPQRRP=QQ^ 媯嬈PQPFbPQQhEIXT[AWWTV妞子PRPP嬦W P   LHQ eQ     S  TNS QP  T    ^Y屘孮S T S   fK    i T        sh2MN      tRN    a X UM rS_  L字PQPPPQSPPSQTPQTQ TEZPQP PQPPQPRSQQPPPPPUPPPPUQQRPPPQP VNQP QPPPo4SQPPQQE_PQPQPPQGH_QPQQTP宧寸QV屌 YM TR ] Y Y   d    IQHRMXG       j `  GEK\\LLTBVX=峐WC^RKKPF JMR     d   ? j d>RU H  _  P:崞<aV射 RPPPPQP PQ TS TE\\QSQVN K [PPPPQPPPSPQ RQPQPSI]RQPPPQPPRP PP岳山WPQ_SPR \\PUPQUSQP:峒VAlT XTQ%pT {J;k4 HXp1`K      ^  X[  a-VIPk?K k8    tJU     XAQ\\; qLXC  LbNN@   ULoR  RJEQ[H"),
        (3101, "嶵崇V RRQRMSVV@\\NpG[o.Q9gQ喦崱嵩g:R^SQRZQs7MXAmRQP[QQTUKQ嶗巛QPRP RPPPRR RQNQ RU P SPR ZSFYPPPPPHXSMUU嶰MKMSTKKZ  [ R    RP  W UK ]P _  X `gPLS  TdE jN ZIeCR VPM ^ \\ VRK    wCMHWTUK  ^HN    b  PPP 席JZRPPTUPPJZPWPQPVQPPVPPPQP:fPPQQP PPPPP PPSRRPSUPPRQSTPPSQUQPPPU=W\\PYTFPPP WRSJWMSPPPPTPRTQ龐  廗F]GMVN  緳廞 XNN  XP R蠯 异 R      dR  `TR \\RRQ ST     j虨彴 SM WN mJ X [  JN  \\ XR PPP     bPq@EV廴QP R   TQRRPQ P SR PPPQSSRPRPQJSTSNT^BPSSWQQQ弘彐UPPPS  SPQPQQPPPPRP  QSQRRPPPRQPPPPPSPPTPPRQQP      怀   2fDSx `T(x%_S]E=Kq4sQ 怉    恀n\\       7m;6]W    悎  VQZ5GVRUEHx惦1[5V]d7e$a? c      L   徨PPQPPPUQQRP UQSRPTSPPGPWSRPXPQPVKV;fQQ]PPRRPPQQQRPSPPPPPPS U M0|PPRPTPRTSPRTPPPQPPPPQQPb恉悄PV   悿     愘   3QHn>? m?\\b  7C   m6    慅@Kf/NVN   慦 =u0f/nJc- G  憋GE  憱NIF[AR6aG  H  v          悍TQQS>aQ QPR -悱 PQPPQRPPPUPPPVRQQRPPPPPQPP悰jtPPPPQQPPPTPTQPPRPPRQPTPPR}) SPWRf?P TQPPQPPDaQR T   憺TU>\\CV   i   `HSSEI dPRHUJ MaM  YP      k酨   戫KU    \\WaWQ R   H o] 9    ZF\\ZQPGC 抸 Dp/`DY;慚TRP SPRRQRPPPPTQ S2tUPRUC^VRPPRNRPR*xQUTRKTPPPPPP 憒S  懟SQP[\\EPPPQQPPQPU PQQPPQPPQPPSPSRRKQUPX    抰H挋9hD7]eL;MYAmT   M     P 捖%hM揤挩gfK(b^   4] T@    nmvaQ捼w挻掱     =  13lz?I2Dy  ;   揎fR    戮QQQ?aWPPLSQ RPPPP PQPRPPLWRTQSLYPPQQRR抵扼QPPRPQRPVPPPPPPP_RPTTRRPTQQP PPPPPPQPPPPP QPPPPPP扤拮NN揝a#揳&{揇a k摡揟i+Rh+搾搉j^_+   >VsM;8s`=:u-X3搿;  EI    摍tR@撦摎撂+MGX =摻'L摿>QJ    P   Z      z`;FYFTBK拱MSPRUPPQPTPPSST5{QPSVRPQPPUQRQPP\\E T,khPPQ QPSN TP SQRRSPPPQRNQQSQRTPPPQQPPPQR$iEfdSQRU PQSSP撊Qf       D     摨  撽Q S bHI   oJS  W `\\GFJ^ G`LKRR  WMM WUNU    V P  TYSQ  VK  \\cRIGb  S UUP  揜S搽握QUPRPSQ掽PVahJj VQRPPQPTSQRPQQQPVPP) I]摘VPVQSQSRQPP&PXy>X{-PWQPQSPRPUPUQPQQI擫撱YPQRPQPQRPQPQ斄 ]QQ WQYWPR T  a  US RS `N TN mP炚 旼W]JJB^P   昺HG    H d 7`9YK       晒BTd7     mCRU     iQLT9V擒QRPQlq擠 QPRURQ KTQUPRQS_QQSP TPPUPPL UR QQPPPQRPURP^PEQSPPL XPSPRd@UQPQPQVPP  STSPS QQQPPQQPQ         暊     KUXJS3b       cQN     ^  PHX  i   = MR^IQ F      hKU   ZP  XPLZZR           ]  斥QPSRNQV P PRPQ^BPPPPPYJPRVK XSM RQNSPQPRPRPRUaESLZPSP;X[WQPTQPTQQRPPZPPURRZPQPRRSM WPP SQPRAg        朠        R   jJNRNTLFu;W\\   @   L杹c<i 2kA6qS8ZM?   柭   杸  柉    极 柲%柸柃LTu/h8x<.t   b 柊 暇USTPPTT5Pq RRRPS>pDQWNWYPPPP RUQPR昇曰QPPRPPRQPPRQ勗月PQQVKRKUQS QQRSP PQPPPPRRPWX PQRQP PPQRNVQP  枺{枮|  :桋S5EQQT8JIQ           i 4[J桉\" 梠8j#hJMW9i   4Ty         MH0T5梮L楖梣XL桵K\\l棳=u棌椈楰梴椑-&椔3TG!杠FbR柿杯PPPPRN7nQPYVTQQPQP 9SP[fRPQPPPe<URZPPPPPSPPQPPPRRVRNQPQPP枰X柷oYWP]HWQPPRPPPQPQSQQPQP 栖kP`椋PZ棑椆M'椪棪t7<a           c Z ./     Ij      椯q            x楈P;楬椳楥椴[S楶   %N    c>rH'楴椲ox椼   榵   桫XTLPWSMSPXSPR TPQRT UQQNQPQ桮q.棄TQQTRPPPQTPRSSPQQ楦棲VP PP XWPS棐RmFwRsHXSQUTXP櫛楗QNQSNRu+PWQQNVQQ槂 @:槙,b&_K4WCk=         uf4& b[_T     Z 樝0x槲Ku;UA ;樠槬PDz Z- o@D   9      d K橀樄?     橞    Z     椸r\\P^kPP TPYPPRQPRRVRR XPPPPQR榎ePaT樑槃sP 概槳 YQQPWXQSQRPQQ槥oYW)樲ULSSPUSRTXQSQUS樨檸橢'V檖橘wXJ[SWR P  燊橯'    ^-橦2nD_X*X0SzI   檛UL8[JV=t8X4  Qs7@h u?櫡4  NCJ       {;TW Ai:jK    XW?`    XI  ^LPVP 檢PXQPSWVP _VQPPPaHQ]H `F^ WS<柩欠PQXU[HQPRQSRP]CRQQS6mQ SPPLSPPPPSLZTP PQSPQPPQRPRXQLURUVFWSPR P欘NRN[R VMSRQLTS T PUQRM  `` `肂殈XMTRQUPTMRPURU \\PSNQPQS Y S WMSJ\\Q  XPPPRNNV^RMRPRRNUQPMSP  TKQ段QRQPQPTP VMSRP PQPP R [SPRS^RBPZST QPPQk4VWP^浠水 SURNQ[XYIPPQP ?SPXYQUQQQ SSRPQNTPRPRQQQ RPP:\\氶 \\K K   Z       UUJ[EJP    i     沝@ >JBoSX(Mg]V汦\\ 泧沷泭>Er  '   B^G8    泩沺Xx沶F洢<  浂   9,G   UK 汩SgvNRRQTPQPPPPRQLS^ARPQVQQRNQTPPPQRRSNQPPP 沴kUVvUPPQSTSSNVQ汧洪PRSNQQPQRPPPPQ'PnoPXRRPSURPPRZPP洨[HK`&>_   浀 , 浻    洖     涄 [<涮 $L     D    T9a洍浘cEZQmL淯浿V'X涗(>            淗2jJ  A淲 涫W湴涬淢c-{淈g涌VPP R浡 SlR\\NmRRRSRUPPSUTQPPRSRQQQPPQQP=g]CPP涎kY[S][ ZB渙PPQRPQPPPUPQPSSQSTPPTRPWQRQYSRPRN渟R湑QP涾vEh%B淭.RM  Ki?oQV 湸   )  ^渱F湠(u  J [   渧 ^ n溙   -  湆PQBPD湥L渫cQ湳渜f湣7DJ渃z湞Y    `: yd _    3滐   湜 \\vUTPPQPQQPQNSPSQPSPRQPSPPPPUPQRQPP溏X滇`bRPR QG[ UPQPSX溉漓PSPVQPVPPPRPPPTUP 滷Q^PT[[RUUP#Z{_RSR溍 滊D\" 滖AG\"Pt\\[ 溞z6lQ4Ym      漞    &K   k    a 潩  漀k   m滽  漹潻滼Vqa滻漮o(c&*漼潳漇潃漅潽 )澔NA$澖/E8l/M bM MR QQVPQ[ KQUSQPPPRQ潏]PQ/濆潯^^D_溈澡 QPYTUVP Q,TPPPWSLe>UkKPBQ`SPPRVPQPPPg/DkQQWXQ?c灠瀚PQQPW?XQh瀋Q  澐 J .8澕  Q    潧    澭mREH0s瀄濌,Rr\"Xq4\\J?T 濨    ^ :      _    Q7`ESN iJ   ^   LTH^I@ iL  dFV JB_N [[ATSPaFU WVTUUDU炸火TUQQQP \\SSRSN[VPPPPPPQS  `RS  X"),
        (7103, "烜P kPR^\\PQTTYU7Q  vQ RQo3熙煖UQSQPPPQN S`RS  瀯WLL`EVPB W      YNUM M  `  JX    NVMVNRQ  V R   o@       [   QR<   PQhn   2   W [N ` d S ?S熅QRTRXSDcSRQ>aU PTQQ]UR9PSUSQPYPTPPTP]BZRRNWPUULZNRQ焮P 爨烤爪R NS為爵 PRPMRQP P RNT PPRPU SQJU QQQQ烇i   PDX  < UM缹烊^    l  Lb T  FIK  W N    YPR9o,JP c"),
        (7398, "焱A          K R    煠0k  E  G牢PS\\DTPRSPQSQP XSTS[TP牳犬RT[QPPL\\QVQW NXZSPRPMNLcEdPQQPPP;]YRS  ZQP IXPRPSPPWRQTP^PQQC]SLSSMRQP煘   a)   }  U   1EBkDT<l|HHH  爃      熆     j  S  Q       d0\\X@IMc9     zIYbK8YS  G b         2玁>_SRMR PQRVNQXPQSQPQVPSZTP BTYRN?qD\\HL^MUPRIV^PTQPPQ< c [SPVQPPQQRPPSPQNEP玤琲hYSPPPQP 0P _U[PT   燨     I Q\\   ?b  ST      S   ZMG         a    T  T   S P  U      jT  UZSQYQSW SQL URSMN  VT瑪UQ LQQ \\RWAPRT Qh5X[VDUPPVPVPIPaDULdTTV3j 5g璥瓜QQQPP QWUQPSWPRG\\P SQQQLQ\"甘QQ  RQPRP QQPPR PPPP犐MVMS   PQP  QPVPMNM WP SQT TZIMX _D\\@bEQUATHiSR CZKLlMGL   h VCYPEF_caJRCZJH     eUMY  SRJ  a男PTPQZPQP: TW\\UPPPKURQPPSPPRP VQSHQVVPR P SPP PQ PTRTPPPUKZP QRPRPPPUQJWQPTQPQPRRTMP\\PQQUQQPPP獟MMUPVLNU ZVNQPRPR  [ TK  a V D[       h B J^W     CHUG^ eH U   ] R6    YK T jL^LN\\ M @  RJ] ;  瘉QQQ]BRQPWPPPPQPPP PWRPP VUPRPQ\\3 mPRWLPR W KRQ QPP疙癶QRP PPSQQPP UTRRRMY QVLP RU SQR QRPQPQQ"),
        (8287, "瑎!       X`E@_       bUDb ?a J M     H        瑹8b     G      PH          d\\PJ   盍PSQVPPPP QQPPQNVKPQ QSQSSQRRRPPPP?DPxPSPQR S?eUNQPPQQQ J睨.NSR\\PPQ[FPPRTDNUcUP >kQPR\\QYJQTV I 瑿      e TL          e   SGLj     I _>Z          `P    UQQSRSX XNRQ URTQL ]    [SPZ   ^   j  瞰UTQQWUUSQ瞢矚眭矛PQ SPQQQSPQNQ Q XYDVVRPSPjDPQ斫砦]M=VVQb研硎]PVSRPPQNgUQ=j ?\\LQ:rXC^ASSQR SYQQRST PT        畾 Q  [[mI`IXK_MPKUdFQTKH]B jWU=UQNReHMS\\RVU UM _DUcK YMR\\NZ ZSUQ  XPS  R   ZPLcPTURU T 磔PCWYSJ\\PSRRWRSESb磈礙bJ磴 礦SPU  XRPQPSQPPEeDTPRPQPRPPPPPPZVBQPT ^MT QYQPPXAYQN[ TIZKRMUQPQP SPP盓     V        dUM _QC       sY8RN`T<KpPY   C  bPXLP  RY   KLi9bM<|JXL; eH        [M WLbIPRSJN离Q PPPPVP QQSSL UaDP SQPQQQNZPRTQRRRPPLYRQPPPRP hDRUSPPQPSQ TPPPXTTMRMWPQQR SPPQPWH TPSPPQRNWR瞕  oEX    ]IM ^P QQPPSPR  W   [ U  U PS  LL       ]ZNN D _mQ  SDXI?X_4S Y    t            DRPS窖WHPVPWPPQQ TQPQ:fS RRPQ R PUW  UPRQP VQV RPRQTSQTQWQRUKTPQ QPPQ'WrQaPPQPPPPPPPPP QQYSPPPQTSQP硊Qe MT[HUH  uZ9`?b@   Aj  2 Ui   [ ]NQCRH M    z=cLQ D      lP   [?[KTCT_^I  L Z P       VVPDc 筱iRCZI\\PQSQRP=P  WS=qPQQRSUQPRQPQQ\\KTPRRPR|%PPLSWP PRXUPSQNR篌篾T hRNQPQQPPPQP[P RQPP SVQP RSN<礛P Q VMTP  U  MW  RP X  Q WN  VN  b   TPHM     bN^F        iSH    G Y X NQ W XN  U   TN歶 秅  YV籙PPPRPSP QQQRMRR篰米 U_XRQPVRb?  [PVIVQQYQ Z PPTPPPP H] WRQ LT'yRRQQQPPPPPPPy0H]Pn納RRPRPPPPPSPPX秎^`=  V  fK \\   P   [WUC N d<   gn5N      g\\ C_QP    [  VM T    \\ ZR  RTK  X   XXXML QUXN     紩RQPPQPUPQQPPQPPQ:cYPTUP QRPSQQSQPPP2rPTQV MUPQQQ?hSQS UPPQQN RPRPPPQWVQ?XRP'[rUT1nQR R QPRRTV   竘  [   V R        X     hRA  S{UHKAET_QR 7      X筘  7 SS  筷EU ?    bI@  箤  3XTEHc:         縕緗QW `l9^PPPTVSQQS=繁,QQXUPPQPPQQQPUPPP5RSc[PSPE]SN@fPPQ QSU辮繻PTPJPWPP_CPXHJVQPVNQ 缶QQS T PP UP箷f : qI_HTe 2RR    vGFTWIKbC  W  6簩?c?T      ]  RXLB  lNL Q _   [R   ^WLM  X R\\H JW     e     罍QP PRPRRQQQQ UPRPQGYPGZNQQYIQUPPP QQQRRQUMRPSQSPURRPQPRPRPSTQQSQPUSPPQQPRQPQPPRUGYPPPPP PQPPP粔cE  `      ]MS     \\H  \\Q L`  YM   U V  YQ  aKL`B 絊-   _MZU       YPQ   d>fC?cSQ  _V  ]   =TX耇S PPPQP PQPQPPR QRRQQ W RR VQSRSWSQQS`PQPQPPUP PTPPP  QQPVRQQPQSPR SQSQPQSQXPWZLHPPVRPPQP Q\\Q絻Pg\\ U_Z7fN,v  4  l綖u2          緟^ ;l3^LkFKJN綞   縤8 T^:VJ]MKgYAnFR5eLU顈縺 D    |I\\DVA^ B  SnNRG胡SbSPPS R ;fQ ]RRUN朘脩KUPRYTWSPRQPQPP_P]FRPPPVP6nPQXS 3dQZTPPPRXVRVIXMRPPQQQRPRZPGXRQP胤臣QQP QQP繷RGQ [  ZYQ Q 缽Q XQ aQQUPT ^PMSZQQ   TRUTPSQNUSLS Q S RPSNTN  XQRPEW WT U   ZLM  [MlVX ZQW  PQ 臲 PP UP PQRNQQPQPPPP PPRQ STPQN QPPXQN [MPRNIPPbSHaPFYPZJXTHT RPQ PQR PTPTPUPQPRPVSQQQPRPLS Q耾J  ]P    XM        ]      ^T       VP  `TUSFQY  ` PKHa  r>YFI]DmH=ZC y VGMSTK[IT Ufb8LfAQC \\ 芬PPPPPQSPPQPP Pb茆苒PPPQQQPQ茍%MSPPSURTQ RQPPPPSL苃 茉]荔茜USQRQQQPQPPPPPVR萄荊}荇QSQPPP A莛'SSPP \\SSPRQU  腃XULGE_  <   yb4\\AV_朡腞g@b腄      膉LLSUNfKHUS    ^DWZKELSUT    dFQQWRMVM URSN TRTXPV  aSN ]\\H 莠QT.qPPP菟莉莽RPSQQPV TMSWK\\堇華PPPQQRRPSQRSPPPP雈菡:萩6F萼?TSRPSXRSY RPUQRRQPPQ SQQPQRT葑wf STRTLPX YUP舺TLP [FQR  YSNMPSTQN WM WR X VS_NE]P[o QC     3MRRkI苳   F    TH茺苖eURf9 9 i茬  o65[荖8QP[茛^Lp  R\"蒺QRPPPQQRPPPP S蔀蓐R 蔌蒯Q蓧SPQQ S蔻蓺薌蓼YPGR^PPQQRSPQQY GP=8蔽>蕺蔾TUPSVPQPSPRPUPPRb薯蕆Q klEPUaa1PQPPPVRQ荿茼)]KXkE莐 5莰 B9<y荴jAcS+n>X`   I?n   淽  莋Bvy萣$?y$L 1Q j+mWi菋R|莚    菕tJcU菞3菳  J     %    w>萓    薙Q孽薜YQPPI :pRUPRQTRQTPPL W TQPQTTKT\\QP PRPTPPPR  PDiSSVS b6`VL Y蘑虍PQRPPUPQPQPRMSQ QUMYPhPPDPPf葮  %k :3b:葟`-MU 蓱 萿fohM'*蒆0萰xj8 P(RI^>b菙  萫    k>LW          蓅!\\y-QLXE?RYc6t#]|蒘mh蒠    蓒 -    蚤RQPMVPPQR ]KUPQWI]QSSPT`B` SPSPRW4PQTXSLSYQQTQUKdX@9q螂蜢[oTQQPPSQP>ePW W蜷 S`kHQP_SdUZIVRP /Pv   蔤:i4JSLlD.蔫,q        0]     (TKFN|7yD`蓶蔱蓨蕵蓯YnW_du1U<PRRkGeL    HHU  U  7          `         螺PQQTU1PPPS\\UQRgV7 ][UJ[QRDR\\KQSPVWPTPRQPPT`GPST T PR    U QPPTNRPPQPRMUP PTRTQT MWPPQVRQTSP R  薟3s=Z:g'nS-t蕗薎GV_4薵eLL;Tk蘤   薸UH        LaIRN   xUK;WV >d[/Z= m>         a`i&SbR  @     jaKH袞 UUP衭  袷I_PWSA aQPRPRPQ褎)VPPQPSSLSPXRQLHw5RTPWHZQSTQC^PT XVE dSA_QLQRNVS4d#襫QQTMYI裌襾PQQR Q  R蘣HLdBNT   An      MP MH  U WNGYRTSPSNVVL ]UULP T  WKL}CFS\\M:_>c:o :\\@ZW  c ]J  NQGZNSD]@Nc7VPg規SRQSTT SQRRT RRQ P  aQQSRG]QSQQSQPSMUR PQPSPQSQRQPPPCRQPXQQSQTVK DaQSQNRRTQ UQQQPPQRRQPPP RRQ蛘YS<V_BBgR@_:|Bd蛖n蝍蜆JD^ 触 蜳[8蝫蜙Q`dLW)a  GR^%nS\\3P`;[0 蝻*p蟡蝳0VFWF\\^L"),
        (12287, "蝢   =nL]1螛CWJEHd2]MZP[FWM >詬PPQPPPXRVMPQ=SbP SQQRQSQPQPPPQQUQSRRQPRQRQQQQRNTP SQPPPSQPSQPRQSPQJVQQPP)TbQ]PPP RSQSRQPPQ R> 螶Qu  /;j:p7KV\\INY:  L蟧NK\\KIIT?WFT    NQjC gILaRN@[   [TFPUKeCRSVP ISJZMT TNMVQNQSTR      kRNh謖_QRPVUTR W TPRQQQPP QYH[PRPSRPTRM [QQLVSLUP QQP 谷WQ  TQRPLMVQ SJUTRSPUQPPPUQ RPPWSNSPQPUP  XP衶Y@WEc@      d[bI>_MH^AQ`/}l1NMUPD  [   gDe;`LN   l?ZWCWTU S^F [>_JSL[^PR@VIKcXQc4ZJ    eB    負PPQRPQNQPRRPPQQNRPPPQPP>aPPPQPQ VPPQSPQPP QPPPPQSQB]VPH[PPPPI[PRQLUQPRPQ PS=赤QPSQN SRPQPYRPTZ 襐aDYF  Z UTMT QUP WR     _UQQRQNYP WlUQSTLNQI[  WKUTRPR U{FTA      詍;o6f<P[  H   Th  ]訿詷ZHW  趙Y TV SQXRHNXXIVQPQSPSPQIcCQQTQQRQQY[PAbPSQVPSPS@XMVYSPP VSPQ<^_FPPP躍蹌XNTUSPGPR^RQQS6PYPw;RPQQ  詴   誫=AVSH 諃 I XAjPP5TT    b 1諿    2_M'諻 rIHIf?RG   ^FDqLK\\Ta7\\DCa   U 6  譗HGQKIbGYK^YBZN MM躊P蹋躐PPPPUVWP 蹚身P U]  I_PPPQRQVSXR\\PMTMSTQRPFVRWPPPQ SPPQVRPCQT YSTPQ BUQWPRQPJUP]CSPPRSQUPQPQ  譹譅譺P  XMS  H  U   ^PR谹QPPP TQTR  YTRUNQYQNMWN TQSNSZQP RSNNRQ V     aS  T ]Z_  MR  ZL  X   \\ 辛PR S RQTQ PPP R\\QPUQPRQPP\\QPPQQPQPQSRP TLUPPPQPTPPQPPRPPPQPPQPPPPPPYPRPRPQ SZIPQI[PQPPPPPPPPR  贕S赨PT    SU  R     T  `JQPMUN     S XPKT  I YQ      TMRMR  SQRTRhJIIdL>M }?[?iC1hLKTZ_L]ESNN遙QPQQ RNJZPSPPRQPPPPPPPPPQPPPQPQKTQTP迻邑YKQK\\ PMT SE^QPQNQPQG\\SSQRCT  aUBbPQDRRXTVPI]QR_A_D]NRN跾   Q i QSZINY6UEW_8P  oZIP[F f JNYNWVQC]L  eKJF`ZQI[WPPUPPLWNN RQ        dT    VWQTUNN  S cDU鄢KQKZSQRPRQKVUJ\\KRQ郝酉PPPPPSSPZRMPLWPQURQPKTPXQPPQPPQRQPXQRP WPPQPTMRTR醁醼SPP >dPSMRPPPP鋅金UPSPUS軻:WF_A^JJ iHQPXQRP    bCQXBeXLT   [   TXRKRSRNQQRR  辴   ZYL      [S    \\  LP jQFYToG  gJ    _ 釬IVWaH\\ RQQPXeSQ TUSUWSR U6zQ=iRQXNSQRQRPMhRP T[SRR\\H[TP>(鋸SW[TRPPUQSQRRP>RxP_^ QXVQ鍇UV[SPWRsD       逽          } WLe G   \\QZK ZUHX         郱邿   X]Y IXQBN   bUQP0f ju! TFQ[@QUNVM ZLQQIRdKM鎖PRPRR:jTSM+鏃TXTPPSTKTKUJ@eQjAm5nPaRSRPQ@`PXUQTPa@ ZQPVUNRRQIZPPP錳長 XQPRRNRRPQPPPSVQRNQRPQPPST鄚YLI\\ VIPKW TQR RRQPSN[N XQH    \\ N ^P S  \\  ` aFPMU   MZLQ XL YK U TTQ^PSX      aLQE^;dA[F K 閹QPPPTSPPPPPPR RPPPKYMUPLSQP0阜 QRRSSQPQPG`PRPQQVTKPVSRQPPQPPPUQSQPPPPPPSP _FPPQPPPRUP QPPQP WR釨vLBa;X  K    d  \\N5GXj-f[-g8`    鉚+    aY-VU_5鉥4>\\Z>M鉭NCVWA   ^B:M 5N t    IS銕 8  No8    鈭 銙8隩PSQPQPC]Q PQPSPRPPPQQPPPKWR嶲雖QPQPPPSP TPPTPPPSPQQT TNSPLPUPPQQRUQSQRXI W UPD^7hUMSQP.ySSPP QQ  銨L&w&NuCeKT鉹m7s鋮 銈n3   PJ 鋇x6Ua\"u1FaE   '  t^   [  U 6 RNBPKJ鋱銬 鋠      錧0f6X鍺錶QS.W>>鍆60N鋋 鏒 靡 PS Q PYP`@PPW \\QK[PPTK UUTPPP W R WQR  TQUHQQ SXJPRQ   ^ S QRTSJU PPPQQNQSRPPPt+FRPWPPURR ]C   鋺錴"),
        (14682, "錉E  KhQbP'MHs 0  v5  h       \"  錵   鍹% U k7  H   d ?    {{鍖QSi\"`EP鎏鍌鎂      顉1Q R  WPQZ  UPQ STPQRMUR QSSPPR 風TQVQVJPPWQIL m S RP SQPPQTLTWPPG[PQRPPQSUPJPPPRRNVLUJWPSQRPP     鎙  鍞    ?   鎤N Ak= 8     o      8 Kw,t0T@kG`B)     鏄`        ]@    鎥鏮    (WBga/\\鎩pRP    h(餼PSSRPQPQQPPQPQTRN 首QN Q[RDSQ XPPTPLWWQ\\PPRRPQ?`PQZ.hYPPR NWV QSLP ]LLSV=dz+RPRSTUNRNF_QPPPQR 鏽hB    L      Z J =  M V F  d?t>T9fJg4BF_V}  RC M  [ R F      DkM RKZJK_ G         h  RM  TNZ 驊YHXNFZJW NQSRQPSP駗骨 TQQNVPS SM`FZPQQL T VQ QRPSQP T WM\\QLUQRQNV PPTSN;fRNQ T PQ P RQS PTPPPUJ 鑴Q  [MP   Q 镺PP P   _N   _Q   _     [TEZTA iYS S  阢M_    XSLX[QQF  S    nM   kFTL    @pPM\\   魏  HTPRR S Q]V`C mMRZ[+Z鯗&LdXGX[[TSHSd  ZT  UaFVYTTSXTZSVPRCFWa^P魺鳥PRMZPPQ]j6PPPI gRTRQ9ZmSMRQ  隡P   Y    bRP _P  RR巂雟 Q S   bQRQ  R       f  US XIRQS   ZJY SS S   nQSM SZLSTHUHXLM ZSI[\\J 鵜PC^B]@gUQf/R  yQQ^UQRPTT鶊鷇4\\QPTP PcKQPR[SXVP;XTS^Y;gTS鷟鸛Q 鹵SRPL TR MRSPRP TPP SRPQ Q T P  ZS  鞨JPUXSSSTPQQUU QWQQQZ   XSP  U    rC]CZGKhI  cMRU JZPPK^IX RKTUN  XP颬 QRPP   ZRP   VQP   h  c麻PQ TTS PQNQ PRSRPQNRTQPVTIWP QQP PQ  W Q TQNR PQ PRQN UQXPR W SQPR  XPRP RQPQWQNUP TMSSSP;y V    餀I \\   Yc   YMRJNZXPJ    \\Ke LQ  R    馜  Z  N   XRMTUNWJY     T PQSPIW^NNU       `IRQLTQPM龕 V SQ"),
        (15930, "ˊLS] ！PPPPP‵"),
        (15980, "騉SLL    N cJ_GMVKMeQLJMNS a ISXC cTKI dQ UP PR骹UD\\PTRRRT   V  _U L ZK WNSJVP   UQXQNWQSVWVSPVU"),
        (16122, "∼  。︵PZP"),
        (16168, "魋    VS  YP   RR_ID_N oB  D  WQDQLVgbJBZJSNZ  Y  SYNLKER_Z     Q   dEMLZY3g =鰗 C;]\\5鱀鰎 HQ g"),
        (16357, "鰫A^KPlQFA\\ETI]J   l FIRMY  aNKK  ^  PUNM   WP  鳪RSSV   MRQGXHQY   瞗  鴕_AXCd>Y=r]u鴶GPQV      G"),
        (16544, "鵅MJHgJ`?]LEZLZ H     nYRS8^G]TP BM=XP_=WV<YuIZHDMZTCW]<YPUET S_NcT>VXI4 nP_ MF[K@T[DVlUK;WPP"),
        (16732, "鷤a:\\QAoKTRNJPWET VQRNTMPSQ   麆SN   TUT R SP UUKT  VP P XQ `QPSTTVQRQPQ [NUS]SWNQTNNTRMRSNNNUMY"),
        (16920, "齂PSQRPXQRRNNXNVUNNTPRRNNT c  a"),
    ],
};

pub(super) static CP20004: Table = Table::new(Source {
    head: ASCII_HEAD,
    rest: "\u{80}",
    double: Some(&CP20004_DOUBLE),
    decode_only: &[],
});

static CP20005_DOUBLE: Double = Double {
    first_lead: 0x8D,
    trails: &[(0x30, 0x39), (0x41, 0x5A), (0x61, 0x7A), (0x8D, 0xEE), (0xF0, 0xFC)],
    runs: &[
        (27, Big5, 0xF5B, 46), (100, Big5, 0xFA4, 29), (130, Big5, 0xFC2, 28), (182, Big5, 0xFF6, 81), (266, Big5, 0x104A, 138),
        (471, Big5, 0x10FA, 5401), (5872, Big5, 0x2780, 7652),
    ],
    texts: &[
        (0, "\u{3000}，、P․M；NT1︰…N﹐P‧﹒QPPP)–︲—︳＿"),
        (73, "′R＃RS※§〃○S3Nk☆N◇N*NlN㊣℅‾￣"),
        (129, "∼"),
        (159, "﹨＄￥〒￠P％j℃U﹩PP㏕㎜PP㏎\"<P㏄゜"),
        (264, "卄"),
        (404, "˟:LS"),
    ],
};

pub(super) static CP20005: Table = Table::new(Source {
    head: ASCII_HEAD,
    rest: "\u{80}",
    double: Some(&CP20005_DOUBLE),
    decode_only: &[],
});

pub(super) static CP20105: Table = Table::new(Source {
    head: CONTROLS,
    rest: " !\"#¤%&'()*+,-./0123456789:;<=>?@ABCDEFGHIJKLMNOPQRSTUVWXYZ[\\]^_`abcdefghijklmnopqrstuvwxyz{|}‾\u{7f}",
    double: None,
    decode_only: &[],
});

pub(super) static CP20106: Table = Table::new(Source {
    head: CONTROLS,
    rest: " !\"#$%&'()*+,-./0123456789:;<=>?§ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÜ^_`abcdefghijklmnopqrstuvwxyzäöüß\u{7f}",
    double: None,
    decode_only: &[],
});

pub(super) static CP20107: Table = Table::new(Source {
    head: CONTROLS,
    rest: " !\"#¤%&'()*+,-./0123456789:;<=>?ÉABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÅÜ_éabcdefghijklmnopqrstuvwxyzäöåü\u{7f}",
    double: None,
    decode_only: &[],
});

pub(super) static CP20108: Table = Table::new(Source {
    head: CONTROLS,
    rest: " !\"§$%&'()*+,-./0123456789:;<=>?@ABCDEFGHIJKLMNOPQRSTUVWXYZÆØÅ^_`abcdefghijklmnopqrstuvwxyzæøå|\u{7f}",
    double: None,
    decode_only: &[],
});

static CP20261_DOUBLE: Double = Double {
    first_lead: 0xC1,
    trails: &[(0x20, 0x20), (0x41, 0x50), (0x52, 0x5A), (0x61, 0x70), (0x72, 0x7A), (0xE1, 0xE1), (0xF1, 0xF1)],
    runs: &[
    ],
    texts: &[
        (0, "~`À   W   S     U    V Ẁ Ỳ à   W   S     U    V ẁ ỳ   ´\\ Ć É Ǵ Í ḰĹḾŃÓṔŔU Ú Ẃ ÝŹá u 1 ǵ í ḱĺḿńóṕŕU ú ẃ ýź  ~^Â Ĉ Ê ĜWÎĴ    Ô  Ŝ Û Ŵ QẐâ v 0 ĝWîĵ    ô  ŝ û ŵ Qẑ  ~~Ã   Ẽ   Ĩ    ÑS    ŨṼ  Ỹ ã   ẽ   ĩ    ñS    ũṽ  ỹ   ¯Ā   a Ḡ Ī     q    m     ā   a ḡ ī     q    m     ǢP˘Ă   a Y ]     q    m     ă   a Y ]     q    m       ˙ ḂĊḊĖḞĠḢİ   ṀS aQWY  kSSŻ ḃċḋėḟġḣ    mS aQWY  kSSż  ¨k   V  ḦÏ     V    U ẄWŸ ä   V  ḧï     V   ẗü ẅWÿ"),
        (477, "˚Å"),
        (497, "Ů     å"),
        (522, "ů ẘ P   ¸  ^Ḑ  ĢḨ  ĶT Y  `WS        çḑ  ģḩ  ķT Y  `WS"),
        (636, "˝"),
        (651, "Ő    o"),
        (676, "ő    o       ˛Ą   c   e     Ǫ    Ų     ą   c   e     ǫ    ų       ˇǍ ČQ[ Ǧ 8 hĽ YǑ ŘWSǓ    Žǎ čQ[ ǧ 8oHľ Yǒ řWSǔ    ž"),
    ],
};

pub(super) static CP20261: Table = Table::new(Source {
    head: CONTROLS,
    rest: " !\"��%&'()*+,-./0123456789:;<=>?@ABCDEFGHIJKLMNOPQRSTUVWXYZ[�]�_�abcdefghijklmnopqrstuvwxyz�|���\u{80}\u{81}\u{82}\u{83}\u{84}\u{85}\u{86}\u{87}\u{88}\u{89}\u{8a}\u{8b}\u{8c}\u{8d}\u{8e}\u{8f}\u{90}\u{91}\u{92}\u{93}\u{94}\u{95}\u{96}\u{97}\u{98}\u{99}\u{9a}\u{9b}\u{9c}\u{9d}\u{9e}\u{9f}�¡¢£$¥#§¤��«����°±²³×µ¶·÷��»¼½¾¿��������������������������������ΩÆÐªĦ�ĲĿŁØŒºÞŦŊŉĸæđðħıĳŀłøœßþŧŋ",
    double: Some(&CP20261_DOUBLE),
    decode_only: &[],
});

pub(super) static CP20273: Table = Table::new(Source {
    head: EBCDIC,
    rest: " \u{a0}â{àáãåçñÄ.<(+!&éêëèíîïì~Ü$*);^-/Â[ÀÁÃÅÇÑö,%_>?øÉÊËÈÍÎÏÌ`:#§'=\"Øabcdefghi«»ðýþ±°jklmnopqrªºæ¸Æ¤µßstuvwxyz¡¿ÐÝÞ®¢£¥·©@¶¼½¾¬|¯¨´×äABCDEFGHI\u{ad}ô¦òóõüJKLMNOPQR¹û}ùúÿÖ÷STUVWXYZ²Ô\\ÒÓÕ0123456789³Û]ÙÚ\u{9f}",
    double: None,
    decode_only: &[],
});

pub(super) static CP20277: Table = Table::new(Source {
    head: EBCDIC,
    rest: " \u{a0}âäàáã}çñ#.<(+!&éêëèíîïìß¤Å*);^-/ÂÄÀÁÃ$ÇÑø,%_>?¦ÉÊËÈÍÎÏÌ`:ÆØ'=\"@abcdefghi«»ðýþ±°jklmnopqrªº{¸[]µüstuvwxyz¡¿ÐÝÞ®¢£¥·©§¶¼½¾¬|¯¨´×æABCDEFGHI\u{ad}ôöòóõåJKLMNOPQR¹û~ùúÿ\\÷STUVWXYZ²ÔÖÒÓÕ0123456789³ÛÜÙÚ\u{9f}",
    double: None,
    decode_only: &[],
});

pub(super) static CP20278: Table = Table::new(Source {
    head: EBCDIC,
    rest: " \u{a0}â{àáã}çñ§.<(+!&`êëèíîïìß¤Å*);^-/Â#ÀÁÃ$ÇÑö,%_>?ø\\ÊËÈÍÎÏÌé:ÄÖ'=\"Øabcdefghi«»ðýþ±°jklmnopqrªºæ¸Æ]µüstuvwxyz¡¿ÐÝÞ®¢£¥·©[¶¼½¾¬|¯¨´×äABCDEFGHI\u{ad}ô¦òóõåJKLMNOPQR¹û~ùúÿÉ÷STUVWXYZ²Ô@ÒÓÕ0123456789³ÛÜÙÚ\u{9f}",
    double: None,
    decode_only: &[],
});

pub(super) static CP20280: Table = Table::new(Source {
    head: EBCDIC,
    rest: " \u{a0}âä{áãå\\ñ°.<(+!&]êë}íîï~ßé$*);^-/ÂÄÀÁÃÅÇÑò,%_>?øÉÊËÈÍÎÏÌù:£§'=\"Øabcdefghi«»ðýþ±[jklmnopqrªºæ¸Æ¤µìstuvwxyz¡¿ÐÝÞ®¢#¥·©@¶¼½¾¬|¯¨´×àABCDEFGHI\u{ad}ôö¦óõèJKLMNOPQR¹ûü`úÿç÷STUVWXYZ²ÔÖÒÓÕ0123456789³ÛÜÙÚ\u{9f}",
    double: None,
    decode_only: &[],
});

pub(super) static CP20284: Table = Table::new(Source {
    head: EBCDIC,
    rest: " \u{a0}âäàáãåç¦[.<(+|&éêëèíîïìß]$*);¬-/ÂÄÀÁÃÅÇ#ñ,%_>?øÉÊËÈÍÎÏÌ`:Ñ@'=\"Øabcdefghi«»ðýþ±°jklmnopqrªºæ¸Æ¤µ¨stuvwxyz¡¿ÐÝÞ®¢£¥·©§¶¼½¾^!¯~´×{ABCDEFGHI\u{ad}ôöòóõ}JKLMNOPQR¹ûüùúÿ\\÷STUVWXYZ²ÔÖÒÓÕ0123456789³ÛÜÙÚ\u{9f}",
    double: None,
    decode_only: &[],
});

pub(super) static CP20285: Table = Table::new(Source {
    head: EBCDIC,
    rest: " \u{a0}âäàáãåçñ$.<(+|&éêëèíîïìß!£*);¬-/ÂÄÀÁÃÅÇÑ¦,%_>?øÉÊËÈÍÎÏÌ`:#@'=\"Øabcdefghi«»ðýþ±°jklmnopqrªºæ¸Æ¤µ¯stuvwxyz¡¿ÐÝÞ®¢[¥·©§¶¼½¾^]~¨´×{ABCDEFGHI\u{ad}ôöòóõ}JKLMNOPQR¹ûüùúÿ\\÷STUVWXYZ²ÔÖÒÓÕ0123456789³ÛÜÙÚ\u{9f}",
    double: None,
    decode_only: &[],
});

pub(super) static CP20290: Table = Table::new(Source {
    head: EBCDIC,
    rest: " ｡｢｣､･ｦｧｨｩ£.<(+|&ｪｫｬｭｮｯ�ｰ�!¥*);¬-/abcdefgh�,%_>?[ijklmnop`:#@'=\"]ｱｲｳｴｵｶｷｸｹｺqｻｼｽｾｿﾀﾁﾂﾃﾄﾅﾆﾇﾈﾉr�ﾊﾋﾌ~‾ﾍﾎﾏﾐﾑﾒﾓﾔﾕsﾖﾗﾘﾙ^¢\\tuvwxyzﾚﾛﾜﾝﾞﾟ{ABCDEFGHI������}JKLMNOPQR������$�STUVWXYZ������0123456789�����\u{9f}",
    double: None,
    decode_only: &[],
});

pub(super) static CP20297: Table = Table::new(Source {
    head: EBCDIC,
    rest: " \u{a0}âä@áãå\\ñ°.<(+!&{êë}íîïìß§$*);^-/ÂÄÀÁÃÅÇÑù,%_>?øÉÊËÈÍÎÏÌµ:£à'=\"Øabcdefghi«»ðýþ±[jklmnopqrªºæ¸Æ¤`¨stuvwxyz¡¿ÐÝÞ®¢#¥·©]¶¼½¾¬|¯~´×éABCDEFGHI\u{ad}ôöòóõèJKLMNOPQR¹ûü¦úÿç÷STUVWXYZ²ÔÖÒÓÕ0123456789³ÛÜÙÚ\u{9f}",
    double: None,
    decode_only: &[],
});

pub(super) static CP20420: Table = Table::new(Source {
    head: EBCDIC,
    rest: " \u{a0}ﹼﹽـ�ﺀﺁﺂﺃ¢.<(+|&ﺄﺅ��ﺋﺍﺎﺏﺑ!$*);¬-/ﺓﺕﺗﺙﺛﺝﺟﺡ¦,%_>?ﺣﺥﺧﺩﺫﺭﺯ�ﺳ،:#@'=\"�abcdefghiﺷ�ﺻ�ﺿﻃﻇjklmnopqrﻉﻊﻋﻌﻍﻎﻏ÷stuvwxyzﻐﻑﻓﻕﻗﻙﻛﻝﻵﻶﻷﻸ��ﻻﻼﻟﻡﻣﻥﻧﻩ؛ABCDEFGHI\u{ad}ﻫ�ﻬ�ﻭ؟JKLMNOPQRﻯﻰﻱﻲﻳ٠×\u{2007}STUVWXYZ١٢�٣٤٥0123456789�٦٧٨٩\u{9f}",
    double: None,
    decode_only: &[],
});

pub(super) static CP20423: Table = Table::new(Source {
    head: EBCDIC,
    rest: " ΑΒΓΔΕΖΗΘΙ[.<(+!&ΚΛΜΝΞΟΠΡΣ]$*);^-/ΤΥΦΧΨΩ��|,%_>?�ΆΈΉ\u{a0}ΊΌΎΏ`:£§'=\"ÄabcdefghiαβγδεζÖjklmnopqrηθικλμÜ¨stuvwxyzνξοπρσ�άέήϊίόύϋώςτυφχψ¸ABCDEFGHI\u{ad}ωâàäê´JKLMNOPQR±éèëîï°�STUVWXYZ½öôûùü0123456789ÿçÇ��\u{9f}",
    double: None,
    decode_only: &[],
});

pub(super) static CP20424: Table = Table::new(Source {
    head: EBCDIC,
    rest: " אבגדהוזחט¢.<(+|&יךכלםמןנס!$*);¬-/עףפץצקרש¦,%_>?�ת��\u{a0}���‗`:#@'=\"�abcdefghi«»���±°jklmnopqr���¸�¤µ~stuvwxyz�����®^£¥•©§¶¼½¾[]‾¨´×{ABCDEFGHI\u{ad}�����}JKLMNOPQR¹�����\\÷STUVWXYZ²�����0123456789³����\u{9f}",
    double: None,
    decode_only: &[],
});

pub(super) static CP20833: Table = Table::new(Source {
    head: EBCDIC,
    rest: " �ﾠﾡﾢﾣﾤﾥﾦﾧ¢.<(+|&�ﾨﾩﾪﾫﾬﾭﾮﾯ!$*);¬-/ﾰﾱﾲﾳﾴﾵﾶﾷ¦,%_>?[�ﾸﾹﾺﾻﾼﾽﾾ`:#@'=\"]abcdefghiￂￃￄￅￆￇ�jklmnopqrￊￋￌￍￎￏ‾~stuvwxyzￒￓￔￕￖￗ^�\\�������ￚￛￜ���{ABCDEFGHI������}JKLMNOPQR������₩�STUVWXYZ������0123456789�����\u{9f}",
    double: None,
    decode_only: &[],
});

pub(super) static CP20838: Table = Table::new(Source {
    head: EBCDIC,
    rest: " \u{a0}กขฃคฅฆง[¢.<(+|&�จฉชซฌญฎ]!$*);¬-/ฏฐฑฒณดต^¦,%_>?฿\u{e4e}ถทธนบปผ`:#@'=\"๏abcdefghiฝพฟภมย๚jklmnopqrรฤลฦวศ๛~stuvwxyzษสหฬอฮ๐๑๒๓๔๕๖๗๘๙ฯะ\u{e31}าำ\u{e34}{ABCDEFGHI�\u{e35}\u{e36}\u{e37}\u{e38}\u{e39}}JKLMNOPQR\u{e3a}เแโใไ\\�STUVWXYZๅๆ\u{e47}\u{e48}\u{e49}\u{e4a}0123456789\u{e4b}\u{e4c}\u{e4d}��\u{9f}",
    double: None,
    decode_only: &[],
});

pub(super) static CP20871: Table = Table::new(Source {
    head: EBCDIC,
    rest: " \u{a0}âäàáãåçñÞ.<(+!&éêëèíîïìßÆ$*);Ö-/ÂÄÀÁÃÅÇÑ¦,%_>?øÉÊËÈÍÎÏÌð:#Ð'=\"Øabcdefghi«»`ý{±°jklmnopqrªº}¸]¤µöstuvwxyz¡¿@Ý[®¢£¥·©§¶¼½¾¬|¯¨\\×þABCDEFGHI\u{ad}ô~òóõæJKLMNOPQR¹ûüùúÿ´÷STUVWXYZ²Ô^ÒÓÕ0123456789³ÛÜÙÚ\u{9f}",
    double: None,
    decode_only: &[],
});

pub(super) static CP20880: Table = Table::new(Source {
    head: EBCDIC,
    rest: " \u{a0}ђѓёєѕіїј[.<(+!&љњћќўџЪ№Ђ]$*);^-/ЃЁЄЅІЇЈЉ|,%_>?ЊЋЌ\u{ad}ЎЏюаб`:#@'=\"цabcdefghiдефгхийjklmnopqrклмнопя~stuvwxyzрстужвьызшэщчъЮАБЦДЕФГ{ABCDEFGHIХИЙКЛМ}JKLMNOPQRНОПЯРС\\¤STUVWXYZТУЖВЬЫ0123456789ЗШЭЩЧ\u{9f}",
    double: None,
    decode_only: &[],
});

pub(super) static CP20905: Table = Table::new(Source {
    head: EBCDIC,
    rest: " \u{a0}âäàá�ċ{ñÇ.<(+!&éêëèíîïìßĞİ*);^-/ÂÄÀÁ�Ċ[Ñş,%_>?�ÉÊËÈÍÎÏÌı:ÖŞ'=Ü˘abcdefghiħĉŝŭ�|°jklmnopqrĥĝĵ¸�¤µöstuvwxyzĦĈŜŬ�@˙£ż}Ż§]·½$ĤĜĴ¨´×çABCDEFGHI\u{ad}ô~òóġğJKLMNOPQR`û\\ùú�ü÷STUVWXYZ²Ô#ÒÓĠ0123456789³Û\"ÙÚ\u{9f}",
    double: None,
    decode_only: &[],
});

pub(super) static CP20924: Table = Table::new(Source {
    head: NONE,
    rest: "\u{0}\u{1}\u{2}\u{3}\u{9c}\u{9}\u{86}\u{7f}\u{97}\u{8d}\u{8e}\u{b}\u{c}\u{d}\u{e}\u{f}\u{10}\u{11}\u{12}\u{13}\u{9d}\u{a}\u{8}\u{87}\u{18}\u{19}\u{92}\u{8f}\u{1c}\u{1d}\u{1e}\u{1f}\u{80}\u{81}\u{82}\u{83}\u{84}\u{85}\u{17}\u{1b}\u{88}\u{89}\u{8a}\u{8b}\u{8c}\u{5}\u{6}\u{7}\u{90}\u{91}\u{16}\u{93}\u{94}\u{95}\u{96}\u{4}\u{98}\u{99}\u{9a}\u{9b}\u{14}\u{15}\u{9e}\u{1a} \u{a0}âäàáãåçñÝ.<(+|&éêëèíîïìß!$*);^-/ÂÄÀÁÃÅÇÑŠ,%_>?øÉÊËÈÍÎÏÌ`:#@'=\"Øabcdefghi«»ðýþ±°jklmnopqrªºæžÆ€µ~stuvwxyz¡¿Ð[Þ®¢£¥·©§¶Œœ�¬š¯]Ž×{ABCDEFGHI\u{ad}ôöòóõ}JKLMNOPQR¹ûüùúÿ\\÷STUVWXYZ²ÔÖÒÓÕ0123456789³ÛÜÙÚ\u{9f}",
    double: None,
    decode_only: &[],
});

static CP20932_DOUBLE: Double = Double {
    first_lead: 0x8E,
    trails: &[(0x21, 0x7E), (0xA1, 0xFE)],
    runs: &[
        (94, Unicode, 0xFF61, 63), (3666, EucJp, 0x3F, 32), (3700, EucJp, 0x61, 26), (4074, Unicode, 0xFF21, 26), (4106, Unicode, 0xFF41, 26),
        (4230, Unicode, 0x3041, 83), (4418, Unicode, 0x30A1, 86), (4606, Big5, 0x107E, 24), (4638, Big5, 0x1096, 24), (4794, Big5, 0x2702, 33),
        (4842, Big5, 0x2723, 33), (4982, EucJp, 0x22B, 32), (5264, Jis0212, 0x5F, 24), (5289, Jis0212, 0x77, 62), (5452, Jis0212, 0xB5, 27),
        (5488, Jis0212, 0xD7, 51), (5922, EucJp, 0x24B, 30), (6392, Jis0212, 0x10A, 94), (6486, EucJp, 0x29E, 94), (6580, Jis0212, 0x168, 94),
        (6674, EucJp, 0x2FC, 94), (6768, Jis0212, 0x1C6, 94), (6862, EucJp, 0x35A, 94), (6956, Jis0212, 0x224, 94), (7050, EucJp, 0x3B8, 94),
        (7144, Jis0212, 0x282, 94), (7238, EucJp, 0x416, 94), (7332, Jis0212, 0x2E0, 94), (7426, EucJp, 0x474, 94), (7520, Jis0212, 0x33E, 94),
        (7614, EucJp, 0x4D2, 94), (7708, Jis0212, 0x39C, 94), (7802, EucJp, 0x530, 94), (7896, Jis0212, 0x3FA, 94), (7990, EucJp, 0x58E, 94),
        (8084, Jis0212, 0x458, 94), (8178, EucJp, 0x5EC, 94), (8272, Jis0212, 0x4B6, 94), (8366, EucJp, 0x64A, 94), (8460, Jis0212, 0x514, 94),
        (8554, EucJp, 0x6A8, 94), (8648, Jis0212, 0x572, 94), (8742, EucJp, 0x706, 94), (8836, Jis0212, 0x5D0, 94), (8930, EucJp, 0x764, 94),
        (9024, Jis0212, 0x62E, 94), (9118, EucJp, 0x7C2, 94), (9212, Jis0212, 0x68C, 94), (9306, EucJp, 0x820, 94), (9400, Jis0212, 0x6EA, 94),
        (9494, EucJp, 0x87E, 94), (9588, Jis0212, 0x748, 94), (9682, EucJp, 0x8DC, 94), (9776, Jis0212, 0x7A6, 94), (9870, EucJp, 0x93A, 94),
        (9964, Jis0212, 0x804, 94), (10058, EucJp, 0x998, 94), (10152, Jis0212, 0x862, 94), (10246, EucJp, 0x9F6, 94), (10340, Jis0212, 0x8C0, 94),
        (10434, EucJp, 0xA54, 94), (10528, Jis0212, 0x91E, 94), (10622, EucJp, 0xAB2, 94), (10716, Jis0212, 0x97C, 94), (10810, EucJp, 0xB10, 94),
        (10904, Jis0212, 0x9DA, 94), (10998, EucJp, 0xB6E, 94), (11092, Jis0212, 0xA38, 94), (11186, EucJp, 0xBCC, 94), (11280, Jis0212, 0xA96, 94),
        (11374, EucJp, 0xC2A, 94), (11468, Jis0212, 0xAF4, 94), (11562, EucJp, 0xC88, 94), (11656, Jis0212, 0xB52, 94), (11750, EucJp, 0xCE6, 94),
        (11844, Jis0212, 0xBB0, 94), (11938, EucJp, 0xD44, 94), (12032, Jis0212, 0xC0E, 94), (12126, EucJp, 0xDA2, 94), (12220, Jis0212, 0xC6C, 94),
        (12314, EucJp, 0xE00, 51), (12408, Jis0212, 0xCCA, 94), (12502, EucJp, 0xE33, 94), (12596, Jis0212, 0xD28, 94), (12690, EucJp, 0xE91, 94),
        (12784, Jis0212, 0xD86, 94), (12878, EucJp, 0xEEF, 94), (12972, Jis0212, 0xDE4, 94), (13066, EucJp, 0xF4D, 94), (13160, Jis0212, 0xE42, 94),
        (13254, EucJp, 0xFAB, 94), (13348, Jis0212, 0xEA0, 94), (13442, EucJp, 0x1009, 94), (13536, Jis0212, 0xEFE, 94), (13630, EucJp, 0x1067, 94),
        (13724, Jis0212, 0xF5C, 94), (13818, EucJp, 0x10C5, 94), (13912, Jis0212, 0xFBA, 94), (14006, EucJp, 0x1123, 94), (14100, Jis0212, 0x1018, 94),
        (14194, EucJp, 0x1181, 94), (14288, Jis0212, 0x1076, 94), (14382, EucJp, 0x11DF, 94), (14476, Jis0212, 0x10D4, 94), (14570, EucJp, 0x123D, 94),
        (14664, Jis0212, 0x1132, 94), (14758, EucJp, 0x129B, 94), (14852, Jis0212, 0x1190, 94), (14946, EucJp, 0x12F9, 94), (15040, Jis0212, 0x11EE, 94),
        (15134, EucJp, 0x1357, 94), (15228, Jis0212, 0x124C, 94), (15322, EucJp, 0x13B5, 94), (15416, Jis0212, 0x12AA, 94), (15510, EucJp, 0x1413, 94),
        (15604, Jis0212, 0x1308, 94), (15698, EucJp, 0x1471, 94), (15792, Jis0212, 0x1366, 94), (15886, EucJp, 0x14CF, 94), (15980, Jis0212, 0x13C4, 94),
        (16074, EucJp, 0x152D, 94), (16168, Jis0212, 0x1422, 94), (16262, EucJp, 0x158B, 94), (16356, Jis0212, 0x1480, 94), (16450, EucJp, 0x15E9, 94),
        (16544, Jis0212, 0x14DE, 94), (16638, EucJp, 0x1647, 94), (16732, Jis0212, 0x153C, 94), (16826, EucJp, 0x16A5, 94), (16920, Jis0212, 0x159A, 94),
        (17014, EucJp, 0x1703, 94), (17108, Jis0212, 0x15F8, 94), (17202, EucJp, 0x1761, 94), (17296, Jis0212, 0x1656, 94), (17390, EucJp, 0x17BF, 94),
        (17484, Jis0212, 0x16B4, 94), (17578, EucJp, 0x181D, 94), (17672, Jis0212, 0x1712, 94), (17766, EucJp, 0x187B, 94), (17860, Jis0212, 0x1770, 67),
        (17954, EucJp, 0x18D9, 94), (18142, EucJp, 0x1937, 94), (18330, EucJp, 0x1995, 94), (18518, EucJp, 0x19F3, 94), (18706, EucJp, 0x1A51, 94),
        (18894, EucJp, 0x1AAF, 94), (19082, EucJp, 0x1B0D, 94),
    ],
    texts: &[
        (3698, "〜‖"),
        (3726, "−±uo＝≠＜Q≦P∞e♂M°′P℃￥＄¢P％MRSe§☆N○SNH"),
        (3774, "˘>¸˙S¯˛N ΄P        ¡Th"),
        (3834, "º?NT™¤"),
        (3854, "◆*NbNZN※〒→MPQ〓           ∈R⊆PJP∪N        MP¬⇒Q{R           l⊥⌒∂T≡@gP√r/gEP       Å‰♯ML†P¶    ◯"),
        (4057, "０PPPPPPPPP"),
        (4576, "ΆQPPo 1 Ql 3    lPPPjΐόEZM4m"),
        (4733, "ЂPPPPPPPPPPQP"),
        (4781, "ђPPPPPPPPPPQP"),
        (5076, "ÆĐ e [ ^M ZØŒ cÞ"),
        (5108, "æz.ħYQTYMXQøœßŧþ"),
        (5480, "ġSíNRNǐ"),
        (5953, "㍉㌔]z㌘^+㌶jU㌍hLWn@㎜PP?P㏄,        )〞P№㏍℡㊤PPPP㈱PV㍾NN   ∮2   ]⊿"),
        (18988, "ⅰPPPPPPPPP          ＇J   炻仼僴凬匇l﨎咊坙﨏P增寬峵嵓﨑德悅愠敎 晥晴朗栁﨓P橫櫢淸I瀨凞P甁皂k益礰礼PPP竧靖P綠緖羽荢﨟薰蘒P蠇諸譿賴赶﨣PP郞都鄕﨧P閒隆"),
        (19176, "﨩霻 e飯PP馞髙魲鶴黑"),
        (19242, "靍"),
        (19270, "堯槇遙瑤凜熙"),
    ],
};

pub(super) static CP20932: Table = Table::new(Source {
    head: ASCII_HEAD,
    rest: "\u{80}\u{81}\u{82}\u{83}\u{84}\u{85}\u{86}\u{87}\u{88}\u{89}\u{8a}\u{8b}\u{8c}\u{8d}�\u{8f}\u{90}\u{91}\u{92}\u{93}\u{94}\u{95}\u{96}\u{97}\u{98}\u{99}\u{9a}\u{9b}\u{9c}\u{9d}\u{9e}\u{9f}",
    double: Some(&CP20932_DOUBLE),
    decode_only: &[],
});

static CP20936_DOUBLE: Double = Double {
    first_lead: 0xA1,
    trails: &[(0xA1, 0xFE)],
    runs: &[
        (10, Gbk, 0x182A, 84), (110, Gbk, 0x18EE, 50), (188, Gbk, 0x199C, 94), (282, Unicode, 0x3041, 83), (376, Unicode, 0x30A1, 86),
        (470, Big5, 0x107E, 24), (502, Big5, 0x1096, 24), (564, Big5, 0x2702, 33), (612, Big5, 0x2723, 33), (658, Gbk, 0x1D52, 26),
        (694, Unicode, 0x3105, 37), (755, Unicode, 0x2500, 76), (1410, Gbk, 0x2342, 94), (1504, Gbk, 0x2400, 94), (1598, Gbk, 0x24BE, 94),
        (1692, Gbk, 0x257C, 94), (1786, Gbk, 0x263A, 94), (1880, Gbk, 0x26F8, 94), (1974, Gbk, 0x27B6, 94), (2068, Gbk, 0x2874, 94),
        (2162, Gbk, 0x2932, 94), (2256, Gbk, 0x29F0, 94), (2350, Gbk, 0x2AAE, 94), (2444, Gbk, 0x2B6C, 94), (2538, Gbk, 0x2C2A, 94),
        (2632, Gbk, 0x2CE8, 94), (2726, Gbk, 0x2DA6, 94), (2820, Gbk, 0x2E64, 94), (2914, Gbk, 0x2F22, 94), (3008, Gbk, 0x2FE0, 94),
        (3102, Gbk, 0x309E, 94), (3196, Gbk, 0x315C, 94), (3290, Gbk, 0x321A, 94), (3384, Gbk, 0x32D8, 94), (3478, Gbk, 0x3396, 94),
        (3572, Gbk, 0x3454, 94), (3666, Gbk, 0x3512, 94), (3760, Gbk, 0x35D0, 94), (3854, Gbk, 0x368E, 94), (3948, Gbk, 0x374C, 94),
        (4042, Gbk, 0x380A, 94), (4136, Gbk, 0x38C8, 94), (4230, Gbk, 0x3986, 94), (4324, Gbk, 0x3A44, 94), (4418, Gbk, 0x3B02, 94),
        (4512, Gbk, 0x3BC0, 94), (4606, Gbk, 0x3C7E, 94), (4700, Gbk, 0x3D3C, 94), (4794, Gbk, 0x3DFA, 94), (4888, Gbk, 0x3EB8, 94),
        (4982, Gbk, 0x3F76, 94), (5076, Gbk, 0x4034, 89), (5170, Gbk, 0x40F2, 94), (5264, Gbk, 0x41B0, 94), (5358, Gbk, 0x426E, 94),
        (5452, Gbk, 0x432C, 94), (5546, Gbk, 0x43EA, 94), (5640, Gbk, 0x44A8, 94), (5734, Gbk, 0x4566, 94), (5828, Gbk, 0x4624, 94),
        (5922, Gbk, 0x46E2, 94), (6016, Gbk, 0x47A0, 94), (6110, Gbk, 0x485E, 94), (6204, Gbk, 0x491C, 94), (6298, Gbk, 0x49DA, 94),
        (6392, Gbk, 0x4A98, 94), (6486, Gbk, 0x4B56, 94), (6580, Gbk, 0x4C14, 94), (6674, Gbk, 0x4CD2, 94), (6768, Gbk, 0x4D90, 94),
        (6862, Gbk, 0x4E4E, 94), (6956, Gbk, 0x4F0C, 94), (7050, Gbk, 0x4FCA, 94), (7144, Gbk, 0x5088, 94), (7238, Gbk, 0x5146, 94),
        (7332, Gbk, 0x5204, 94), (7426, Gbk, 0x52C2, 94), (7520, Gbk, 0x5380, 94), (7614, Gbk, 0x543E, 94), (7708, Gbk, 0x54FC, 94),
        (7802, Gbk, 0x55BA, 94), (7896, Gbk, 0x5678, 94), (7990, Gbk, 0x5736, 94), (8084, Gbk, 0x57F4, 94),
    ],
    texts: &[
        (0, "\u{3000}PP・ˉM¨〃Q―"),
        (162, "㈠PPPPPPPPP  ⅠPPPPPPPPPPP"),
    ],
};

pub(super) static CP20936: Table = Table::new(Source {
    head: ASCII_HEAD,
    rest: "\u{80}",
    double: Some(&CP20936_DOUBLE),
    decode_only: &[],
});

pub(super) static CP21025: Table = Table::new(Source {
    head: EBCDIC,
    rest: " \u{a0}ђѓёєѕіїј[.<(+!&љњћќўџЪ№Ђ]$*);^-/ЃЁЄЅІЇЈЉ|,%_>?ЊЋЌ\u{ad}ЎЏюаб`:#@'=\"цabcdefghiдефгхийjklmnopqrклмнопя~stuvwxyzрстужвьызшэщчъЮАБЦДЕФГ{ABCDEFGHIХИЙКЛМ}JKLMNOPQRНОПЯРС\\§STUVWXYZТУЖВЬЫ0123456789ЗШЭЩЧ\u{9f}",
    double: None,
    decode_only: &[],
});

pub(super) static CP28592: Table = Table::new(Source {
    head: LATIN,
    rest: "\u{a0}Ą˘Ł¤ĽŚ§¨ŠŞŤŹ\u{ad}ŽŻ°ą˛ł´ľśˇ¸šşťź˝žżŔÁÂĂÄĹĆÇČÉĘËĚÍÎĎĐŃŇÓÔŐÖ×ŘŮÚŰÜÝŢßŕáâăäĺćçčéęëěíîďđńňóôőö÷řůúűüýţ˙",
    double: None,
    decode_only: &[],
});

pub(super) static CP28593: Table = Table::new(Source {
    head: LATIN,
    rest: "\u{a0}Ħ˘£¤�Ĥ§¨İŞĞĴ\u{ad}�Ż°ħ²³´µĥ·¸ışğĵ½�żÀÁÂ�ÄĊĈÇÈÉÊËÌÍÎÏ�ÑÒÓÔĠÖ×ĜÙÚÛÜŬŜßàáâ�äċĉçèéêëìíîï�ñòóôġö÷ĝùúûüŭŝ˙",
    double: None,
    decode_only: &[],
});

pub(super) static CP28594: Table = Table::new(Source {
    head: LATIN,
    rest: "\u{a0}ĄĸŖ¤ĨĻ§¨ŠĒĢŦ\u{ad}Ž¯°ą˛ŗ´ĩļˇ¸šēģŧŊžŋĀÁÂÃÄÅÆĮČÉĘËĖÍÎĪĐŅŌĶÔÕÖ×ØŲÚÛÜŨŪßāáâãäåæįčéęëėíîīđņōķôõö÷øųúûüũū˙",
    double: None,
    decode_only: &[],
});

pub(super) static CP28595: Table = Table::new(Source {
    head: LATIN,
    rest: "\u{a0}ЁЂЃЄЅІЇЈЉЊЋЌ\u{ad}ЎЏАБВГДЕЖЗИЙКЛМНОПРСТУФХЦЧШЩЪЫЬЭЮЯабвгдежзийклмнопрстуфхцчшщъыьэюя№ёђѓєѕіїјљњћќ§ўџ",
    double: None,
    decode_only: &[],
});

pub(super) static CP28596: Table = Table::new(Source {
    head: LATIN,
    rest: "\u{a0}���¤�������،\u{ad}�������������؛���؟�ءآأؤإئابةتثجحخدذرزسشصضطظعغ�����ـفقكلمنهوىي\u{64b}\u{64c}\u{64d}\u{64e}\u{64f}\u{650}\u{651}\u{652}",
    double: None,
    decode_only: &[],
});

pub(super) static CP28597: Table = Table::new(Source {
    head: LATIN,
    rest: "\u{a0}‘’£€₯¦§¨©ͺ«¬\u{ad}�―°±²³΄΅Ά·ΈΉΊ»Ό½ΎΏΐΑΒΓΔΕΖΗΘΙΚΛΜΝΞΟΠΡ�ΣΤΥΦΧΨΩΪΫάέήίΰαβγδεζηθικλμνξοπρςστυφχψωϊϋόύώ",
    double: None,
    decode_only: &[],
});

pub(super) static CP28598: Table = Table::new(Source {
    head: LATIN,
    rest: "\u{a0}�¢£¤¥¦§¨©×«¬\u{ad}®¯°±²³´µ¶·¸¹÷»¼½¾��������������������������������‗אבגדהוזחטיךכלםמןנסעףפץצקרשת��\u{200e}\u{200f}",
    double: None,
    decode_only: &[],
});

pub(super) static CP28599: Table = Table::new(Source {
    head: LATIN,
    rest: "\u{a0}¡¢£¤¥¦§¨©ª«¬\u{ad}®¯°±²³´µ¶·¸¹º»¼½¾¿ÀÁÂÃÄÅÆÇÈÉÊËÌÍÎÏĞÑÒÓÔÕÖ×ØÙÚÛÜİŞßàáâãäåæçèéêëìíîïğñòóôõö÷øùúûüışÿ",
    double: None,
    decode_only: &[],
});

pub(super) static CP28605: Table = Table::new(Source {
    head: LATIN,
    rest: "\u{a0}¡¢£€¥Š§š©ª«¬\u{ad}®¯°±²³Žµ¶·ž¹º»ŒœŸ¿ÀÁÂÃÄÅÆÇÈÉÊËÌÍÎÏÐÑÒÓÔÕÖ×ØÙÚÛÜÝÞßàáâãäåæçèéêëìíîïðñòóôõö÷øùúûüýþÿ",
    double: None,
    decode_only: &[],
});

pub(super) static CP29001: Table = Table::new(Source {
    head: NONE,
    rest: "\u{0}\u{1}ΈΉΊΌΎ°◘○◙♂♀♪♬☼▶◀↕‼¶§£Ώ↑↓→←Ë↔▲▼ !\"#$%&'()*+,-./0123456789:;<=>?@ABCDEFGHIJKLMNOPQRSTUVWXYZ[\\]^_`abcdefghijklmnopqrstuvwxyz{|}~\u{7f}ÇüéâäàåçêëèïîìÄÅÉæÆôöòûùΑÖÜøαØάΒáíóúñÑβΓγΔδΕεέΖζΗηή│ªÁÂÀΘθ║╗╝ΙΪ┐└º¡¿─΄ãÃ╚╔ιίϊ═ΐΚκΛÊλΜμÍΝν┘┌ΞξΟοόÓßÔΠõÕπΡρÚΣςσΤτΥΫυύϋΰΦφΧχΨ·ψΩωώ",
    double: None,
    decode_only: &[],
});

static CP51932_DOUBLE: Double = Double {
    first_lead: 0x8E,
    trails: &[(0xA1, 0xFE)],
    runs: &[
        (0, Unicode, 0xFF61, 63), (1786, EucJp, 0x3F, 108), (2006, Unicode, 0xFF21, 26), (2038, Unicode, 0xFF41, 26), (2068, Unicode, 0x3041, 83),
        (2162, Unicode, 0x30A1, 86), (2256, Big5, 0x107E, 24), (2288, Big5, 0x1096, 24), (2350, Big5, 0x2702, 33), (2398, Big5, 0x2723, 33),
        (2444, EucJp, 0x22B, 32), (2914, EucJp, 0x24B, 30), (3196, EucJp, 0x29E, 2965), (6204, EucJp, 0xE33, 3390), (10058, EucJp, 0x1B71, 360),
    ],
    texts: &[
        (1905, "∈R⊆PJP∪N        MP￢⇒Q{R           l⊥⌒∂T≡@gP√r/gEP       Å‰♯ML†P¶    ◯"),
        (1989, "０PPPPPPPPP"),
        (2945, "㍉㌔]z㌘^+㌶jU㌍hLWn@㎜PP?P㏄,        )〝Q№㏍℡㊤PPPP㈱PV㍾NN   ∮2   ]⊿"),
        (10420, "ⅰPPPPPPPPP ￤＇J"),
    ],
};

pub(super) static CP51932: Table = Table::new(Source {
    head: ASCII_HEAD,
    rest: "\u{80}",
    double: Some(&CP51932_DOUBLE),
    decode_only: &[],
});

static CP51949_DOUBLE: Double = Double {
    first_lead: 0xA1,
    trails: &[(0xA1, 0xFE)],
    runs: &[
        (0, EucKr, 0x1694, 94), (94, EucKr, 0x1746, 71), (188, EucKr, 0x17E1, 94), (282, Unicode, 0x3131, 94), (408, Big5, 0x107E, 24),
        (440, Big5, 0x1096, 24), (470, EucKr, 0x19DD, 68), (564, EucKr, 0x1A75, 79), (674, EucKr, 0x1B25, 78), (752, EucKr, 0x1BC7, 94),
        (846, Unicode, 0x3041, 83), (940, Unicode, 0x30A1, 86), (1034, Big5, 0x2702, 33), (1082, Big5, 0x2723, 33), (1410, EucKr, 0x1F5C, 94),
        (1504, EucKr, 0x200E, 94), (1598, EucKr, 0x20C0, 94), (1692, EucKr, 0x2172, 94), (1786, EucKr, 0x2224, 94), (1880, EucKr, 0x22D6, 94),
        (1974, EucKr, 0x2388, 94), (2068, EucKr, 0x243A, 94), (2162, EucKr, 0x24EC, 94), (2256, EucKr, 0x259E, 94), (2350, EucKr, 0x2650, 94),
        (2444, EucKr, 0x2702, 94), (2538, EucKr, 0x27B4, 94), (2632, EucKr, 0x2866, 94), (2726, EucKr, 0x2918, 94), (2820, EucKr, 0x29CA, 94),
        (2914, EucKr, 0x2A7C, 94), (3008, EucKr, 0x2B2E, 94), (3102, EucKr, 0x2BE0, 94), (3196, EucKr, 0x2C92, 94), (3290, EucKr, 0x2D44, 94),
        (3384, EucKr, 0x2DF6, 94), (3478, EucKr, 0x2E66, 282), (3854, EucKr, 0x2F80, 4888),
    ],
    texts: &[
        (376, "ⅰPPPPPPPPP     6PPPPPPPPP"),
        (658, "ÆY)Ħ [ \\QØŒºsŦ3"),
    ],
};

pub(super) static CP51949: Table = Table::new(Source {
    head: LATIN,
    rest: "",
    double: Some(&CP51949_DOUBLE),
    decode_only: &[],
});

static CP57002_DOUBLE: Double = Double {
    first_lead: 0xA1,
    trails: &[(0xE9, 0xE9)],
    runs: &[
    ],
    texts: &[
        (0, "ॐ    ऌॡ  N        GPP    P    PP        P"),
        (58, "\u{962}P  0          H"),
    ],
};

pub(super) static CP57002: Table = Table::new(Source {
    head: LATIN,
    rest: "�\u{901}\u{902}\u{903}अआइईउऊऋऎएऐऍऒओऔऑकखगघङचछजझञटठडढणतथदधनऩपफबभमयय़रऱलळऴवशषसह\u{200d}\u{93e}\u{93f}\u{940}\u{941}\u{942}\u{943}\u{946}\u{947}\u{948}\u{945}\u{94a}\u{94b}\u{94c}\u{949}\u{94d}\u{93c}।������०१२३४५६७८९",
    double: Some(&CP57002_DOUBLE),
    decode_only: &[],
});

static CP57003_DOUBLE: Double = Double {
    first_lead: 0xA6,
    trails: &[(0xE9, 0xE9)],
    runs: &[
    ],
    texts: &[
        (0, "ঌৡ  N"),
        (25, "ড়P"),
        (53, "\u{9e2}P  0"),
    ],
};

pub(super) static CP57003: Table = Table::new(Source {
    head: LATIN,
    rest: "�\u{981}\u{982}\u{983}অআইঈউঊঋএএঐঐওওঔঔকখগঘঙচছজঝঞটঠডঢণতথদধননপফবভমযয়ররলললবশষসহ\u{200d}\u{9be}\u{9bf}\u{9c0}\u{9c1}\u{9c2}\u{9c3}\u{9c7}\u{9c7}\u{9c8}\u{9c8}\u{9cb}\u{9cb}\u{9cc}\u{9cc}\u{9cd}\u{9bc}.������০১২৩৪৫৬৭৮৯",
    double: Some(&CP57003_DOUBLE),
    decode_only: &[0xAB, 0xAE, 0xAF, 0xB2, 0xC7, 0xD0, 0xD2, 0xD3, 0xD4, 0xE0, 0xE3, 0xE4, 0xE7, 0xEA],
});

pub(super) static CP57004: Table = Table::new(Source {
    head: LATIN,
    rest: "��\u{b82}ஃஅஆஇஈஉஊ�ஏஏஐஐஒஓஔஔககககஙசசஜஜஞடடடடணததததநனபபபபமயயரறலளழவஷஷஸஹ\u{200d}\u{bbe}\u{bbf}\u{bc0}\u{bc1}\u{bc2}�\u{bc6}\u{bc7}\u{bc8}\u{bc8}\u{bca}\u{bcb}\u{bcc}\u{bcc}\u{bcd}�.������0௧௨௩௪௫௬௭௮௯",
    double: None,
    decode_only: &[0xAB, 0xAE, 0xB2, 0xB4, 0xB5, 0xB6, 0xB9, 0xBB, 0xBE, 0xBF, 0xC0, 0xC3, 0xC4, 0xC5, 0xC9, 0xCA, 0xCB, 0xCE, 0xD6, 0xE3, 0xE7, 0xEA, 0xF1],
});

static CP57005_DOUBLE: Double = Double {
    first_lead: 0xA6,
    trails: &[(0xE9, 0xE9)],
    runs: &[
    ],
    texts: &[
        (0, "ఌౡ  N"),
        (57, "\u{c44}"),
    ],
};

pub(super) static CP57005: Table = Table::new(Source {
    head: LATIN,
    rest: "�\u{c01}\u{c02}\u{c03}అఆఇఈఉఊఋఎఏఐఐఒఓఔఔకఖగఘఙచఛజఝఞటఠడఢణతథదధననపఫబభమయయరఱలళళవశషసహ\u{200d}\u{c3e}\u{c3f}\u{c40}\u{c41}\u{c42}\u{c43}\u{c46}\u{c47}\u{c48}\u{c48}\u{c4a}\u{c4b}\u{c4c}\u{c4c}\u{c4d}�.������౦౧౨౩౪౫౬౭౮౯",
    double: Some(&CP57005_DOUBLE),
    decode_only: &[0xAE, 0xB2, 0xC7, 0xCE, 0xD3, 0xE3, 0xE7, 0xEA],
});

static CP57007_DOUBLE: Double = Double {
    first_lead: 0xA6,
    trails: &[(0xE9, 0xE9)],
    runs: &[
    ],
    texts: &[
        (0, "ఌౡ  N"),
        (25, "ଡ଼P"),
        (57, "\u{c44}          ଽ"),
    ],
};

pub(super) static CP57007: Table = Table::new(Source {
    head: LATIN,
    rest: "�\u{b01}\u{b02}\u{b03}ଅଆଇଈଉଊଋଏଏଐଐଐଓଔଔକଖଗଘଙଚଛଜଝଞଟଠଡଢଣତଥଦଧନନପଫବଭମଯୟରରଲଳଳବଶଷସହ\u{200d}\u{b3e}\u{b3f}\u{b40}\u{b41}\u{b42}\u{b43}\u{b47}\u{b47}\u{b48}\u{b48}\u{b4b}\u{b4b}\u{b4c}\u{b4c}\u{b4d}\u{b3c}.������୦୧୨୩୪୫୬୭୮୯",
    double: Some(&CP57007_DOUBLE),
    decode_only: &[0xAB, 0xAE, 0xAF, 0xB2, 0xC7, 0xD0, 0xD3, 0xD4, 0xE0, 0xE3, 0xE4, 0xE7, 0xEA],
});

static CP57008_DOUBLE: Double = Double {
    first_lead: 0xA6,
    trails: &[(0xE9, 0xE9)],
    runs: &[
    ],
    texts: &[
        (0, "ಌೡ  N"),
        (35, "ೞ"),
        (57, "\u{cc4}"),
    ],
};

pub(super) static CP57008: Table = Table::new(Source {
    head: LATIN,
    rest: "��\u{c82}\u{c83}ಅಆಇಈಉಊಋಎಏಐಐಒಓಔಔಕಖಗಘಙಚಛಜಝಞಟಠಡಢಣತಥದಧನನಪಫಬಭಮಯಯರಱಲಳಳವಶಷಸಹ\u{200d}\u{cbe}\u{cbf}\u{cc0}\u{cc1}\u{cc2}\u{cc3}\u{cc6}\u{cc7}\u{cc8}\u{cc8}\u{cca}\u{ccb}\u{ccc}\u{ccc}\u{ccd}�.������೦೧೨೩೪೫೬೭೮೯",
    double: Some(&CP57008_DOUBLE),
    decode_only: &[0xAE, 0xB2, 0xC7, 0xCE, 0xD3, 0xE3, 0xE7, 0xEA],
});

static CP57009_DOUBLE: Double = Double {
    first_lead: 0xA6,
    trails: &[(0xE9, 0xE9)],
    runs: &[
    ],
    texts: &[
        (0, "ഌൡ  N"),
    ],
};

pub(super) static CP57009: Table = Table::new(Source {
    head: LATIN,
    rest: "��\u{d02}\u{d03}അആഇഈഉഊഋഎഏഐഐഒഓഔഔകഖഗഘങചഛജഝഞടഠഡഢണതഥദധനനപഫബഭമയയരറലളഴവശഷസഹ\u{200d}\u{d3e}\u{d3f}\u{d40}\u{d41}\u{d42}\u{d43}\u{d46}\u{d47}\u{d48}\u{d48}\u{d4a}\u{d4b}\u{d4c}\u{d4c}\u{d4d}�.������൦൧൨൩൪൫൬൭൮൯",
    double: Some(&CP57009_DOUBLE),
    decode_only: &[0xAE, 0xB2, 0xC7, 0xCE, 0xE3, 0xE7, 0xEA],
});

static CP57010_DOUBLE: Double = Double {
    first_lead: 0xA1,
    trails: &[(0xE9, 0xE9)],
    runs: &[
    ],
    texts: &[
        (0, "ૐ        _"),
        (62, "\u{ac4}          H"),
    ],
};

pub(super) static CP57010: Table = Table::new(Source {
    head: LATIN,
    rest: "�\u{a81}\u{a82}\u{a83}અઆઇઈઉઊઋએએઐઍઍઓઔઑકખગઘઙચછજઝઞટઠડઢણતથદધનનપફબભમયયરરલળળવશષસહ\u{200d}\u{abe}\u{abf}\u{ac0}\u{ac1}\u{ac2}\u{ac3}\u{ac7}\u{ac7}\u{ac8}\u{ac5}\u{acb}\u{acb}\u{acc}\u{ac9}\u{acd}\u{abc}.������૦૧૨૩૪૫૬૭૮૯",
    double: Some(&CP57010_DOUBLE),
    decode_only: &[0xAB, 0xAF, 0xC7, 0xCE, 0xD0, 0xD3, 0xE0, 0xE4, 0xEA],
});

static CP57011_DOUBLE: Double = Double {
    first_lead: 0xB4,
    trails: &[(0xE9, 0xE9)],
    runs: &[
    ],
    texts: &[
        (0, "ਖ਼P    P     P        Q"),
    ],
};

pub(super) static CP57011: Table = Table::new(Source {
    head: LATIN,
    rest: "��\u{a02}�ਅਆਇਈਉਊ�ਏਏਐਐਐਓਔਔਕਖਗਘਙਚਛਜਝਞਟਠਡਢਣਤਥਦਧਨਨਪਫਬਭਮਯਯਰਰਲਲ਼ਲ਼ਵਸ਼ਸ਼ਸਹ\u{200d}\u{a3e}\u{a3f}\u{a40}\u{a41}\u{a42}�\u{a47}\u{a47}\u{a48}\u{a48}\u{a4b}\u{a4b}\u{a4c}\u{a4c}\u{a4d}\u{a3c}.������੦੧੨੩੪੫੬੭੮੯",
    double: Some(&CP57011_DOUBLE),
    decode_only: &[0xAB, 0xAE, 0xAF, 0xB2, 0xC7, 0xCE, 0xD0, 0xD3, 0xD6, 0xE0, 0xE3, 0xE4, 0xE7, 0xEA],
});

static IBM930_DOUBLE: Double = Double {
    first_lead: 0x40,
    trails: &[(0x40, 0xFE)],
    runs: &[
        (192, Big5, 0x1096, 24), (224, Big5, 0x107E, 24), (255, Big5, 0x2723, 33), (319, Big5, 0x2702, 33), (4472, EucJp, 0xF27, 26),
        (5486, EucJp, 0x1313, 24), (7269, EucJp, 0x19D0, 29), (7494, EucJp, 0x1AA4, 25),
    ],
    texts: &[
        (0, "\u{3000}"),
        (304, "ⅰPPPPPPPPP"),
        (368, "ⅠPPPPPPPPP"),
        (392, "￡．];R｜＆         J￥＊Na￢−／        ￤，H＿.P         p)8l6e4 ａPPPPPPPP       PPPPPPPPP       ￣ｓPPPPPPP"),
        (510, "｛ＡPPPPPPPP      ｝ＪPPPPPPPP      ! ＳPPPPPPP      %PPPPPPPPP      。YPC・FァQQ￠∠⊥⌒∂T ェQャQQ+z]HP≡@gP√r/]P+R⊆PJP∪NMP⇒Q{RÅ‰♯ML†P¶◯ ─QYS アQQQQPQQQQ QQQQQQQRQQQPPPP  PRR ～ヘRRPPPPQQ QPPP┘KW_G_W━Q[レPQS゛P_QQQQQQQQQQQRQQVRRRRg,RRRRbP[P  ＼┓WK[_G__$^H^W-bDbY"),
        (766, "『P［QをぁQQ―±≠∞℃ ´ぇQゃQQ+z  ‐〃仝々PP¨‘S〔CQU≦∴♂§※〒㈱№Z＾’S〕CQU≧∵♀×o∥〓‥P あQQQQPQQQQ QQQQQQQRQQQPPPP  PRR  RRRPPPPQQ QPPP          PPQS  がQQQQQQQQQQQRQQVRRRR DRRRRbP[P  ○S3Nk☆N◇N*NlN°′P→MPQ            一二三四五六七八九十百千万億都道府県市区町村o西南北大中小上P年月日田子山本川藤野工業木井郎島雄高岡夫原京佐正松機和製男美吉崎石谷電長治6金新口橋久福所平内国化阪宮人作部清次義生代出水森光加合神林重行信明海安幸保太富江鈴前知武伊昭分勝用広造気成見利会学岩産間地自良関愛政尾計文手父方事戸品喜渡弘古辺倉鉄之場洋城津立度午今彦設通動後奈定池屋浜理坂実英的司秀横名孝竹博力庫葉栄永器玉多 賀真恵静円茂敏豊兵法発青増料忠資時物車徳要対塚秋白河瀬油隆蔵当俊志春社馬入建根杉進興浦精同性米者助枝近直I来画相黒丸船由士第熊紙健械芳土有家線経調天期置浅斉式形面種輸外元体鹿御女康世勇堀好児寺鋼特埼達向取等智回門運備思阿不須全寿善板飯貞現食組類公材香商結表矢潟私制邦沼糸宏策波員数開準樹費昌強研友宇若菊持花引紀荒別修越住薬毛遠問奥型心登早柳浩質務泉常守基管泰伸最以歌裕赤足規流誠昇 州照塩送雅末哲岸也岐初茨則比能話投転菅連他民給酒繁価満朝付条無考楽主意戦切剤片細済稲布里属章変何桜彼査益売仁深台鳥鶴支整角嘉味衛議圧率路火阜輝点与減畑銀空交羽半収央総記晴構際梅印言栗身書克素集節先滝決教純柴接星着留映己界具敬群順共活量指解室果各望防約憲陽亀図予色税植可恒位典必続急在垣君延嶋企栃服熱割協歩史優斎房宗格辰笠園諸脇啓賢弥風得易打頭旭段勢然団額落配程辻吾感寛反稔需源沖題 込草算盛農那省様殿少介受音編委庄係状示店媛株滋梨縄右左及選居情練炭館鉱模殊績亜繊仲塗消術検朗宅功尚貿悦脂篠佳紡冨桑確牧並値観貴維統宿両糖親録澄施容飛局祐過氏改盤積渋巻淳応争軍装酸織染帝綿粉航甲周仙待低緑軽麻慶労磯丹育限導放晃座件想験仕使輪顔番張聞供湯溶校銅鋳融靖写完港鍛夜充龍綱菱速勉刷起摩参営穂推返職止伝幹球権展幡葛庭非号単歳拡処語昨域淵再働科魚端途案字論兼又振技徹札系従冷態峰 失厚側注測頃乗試坪萩党汽宝恭樋温敷説芸告歴般飾礼将難砂判役G曽帯陸鎌談彰悪標申害母補幌声除笹婦乾競芝牛買移硝茶効養勲肥謙炉夏堂柏払帰焼硫老究審針断射差嵐折耐宣始律残景象郷卓離薫死耕操亮2郡勤求貫官妻裏眼伯窯築階換桂駅梶均財命王蒲郁磨笑曲極報提証雪違裁首病桐余瓦令吹猪未剛負伴儀含適迄尻巌答追討丈鉛燃課為院枚皮護綾雨我寄荻押納監縫降圭竜範殺貝榎遇演占迫劇才敦級w毎絹縮普祥個専駒評畠 存肉傾師液例臣_因継已覚溝洗読視猛巨網袋任密袖況著較毅響販幅苦措征磁舞努窪妙抗輔習促哉険更講干復訪派督撃識慎婚超燐頼狩堺巾認柄締休短伏寅抜尼医淀臼雑遊浮鏡層飼削添薄隊固境睦項乳豆許緒述浪依歯欧担償革却骨杵衿包異走虎峯賞念牟皆悟背姫脱希託陶苗環蒸僕雲版破淑渉柿潔夕倍犬黄筆鬼散去誘釜領濃旅借羊潤週弾援逸警篤爆桃独族芦客楠麦募析掛絵顕巳堅請閣衣貨季床呉硬紫貢卒絶貸灰呼故晶玲囲箱墨突暮 肇姿血困筑混弁鍋退俣束便賃副採呂複榊席娘甘免幾債寝棒瑞槻微嗣詰寸堤荘弓底灯甚紅惣繰倒券華即弱樫鳴双洲享6萬誌既漁肩鷹譲筒閉浴探斐寒挙誰盟馨穴舶衆聡敗夢附被錦筋抵危庁察併壁灘緊吸珠勘刈磐欣核乃椎荷滑飲腰街軸禎菜迎縁唐亨訳酢廻息了晋捨列聖函療舟隅像是似乙樽乱刺諏橘替[攻露廃訓垂恋虫闘悩丁描激斜責茅粧恐雷忍損孔透拓妹煙冬称唯創暗胸亘仏凍鵜兄窓柱塁簡衡就棚釧鷲揮敵蓮刻欲粘如障覇粟逆招曜 捕概催戻忘揚痛承慮艦粕煮雇罪否刀菓刑奏鴨坊曇願舎昔猿傷救庸孫喬快授貯杯契威燥巣豪扱致尺徒遅玄煉秘祭逃菌徴宍批撮紘爾寮旧贈鹸勧崇齢恩卯暁陣帽抱爪湊鎮秦句肝裾厳沈湿允邑潮蓄藪脩毒昼署珂弟礎悲狭壮腹躍履巧氷淡蘭犯踊粒舘耳控銑候腕詩軟暴脳疑欠晩郵串珪椿皇災紺慈蘇駿姉砲2避股尿暢鐘浄幕塔箕跡亡豚臨触陰剣瓶驚怒刊琴頁遺唄祖到咲訴隣俳銃釣紹隈佑絡嶺鮮往祝薗趣籠尊略薩揖麗索卵髪遂欽紋排肪緩鼻駆 浸朱唱掘砥岳巡銭飽預泣此匡歓序童倫湖抽艶檜丘執甫粗苫頂脚珍辛尋握獲腐胡宙盗抑旬診奇旨湾暖喫載鋭鎖仮畜漸辞禁封拠鯨釈扶旋踏謡榛或媒邸僚租汁剰酵謹桝塵膜宜誉8鶏捷奴誤励楢屈鳩机疲洞伍繭筈翌旦妥秩戒滞看貧於衝櫛届聴還軌旗培炎漆幼瞬俵奉臭魅翼腸槽泊槇秒謝黙臓稼票潜掲距掃溜帳懸皿搬綴扇摘栖彩逢稚芹烈騒慣濯叫鴻拾悠閑涙慢銘捜震襲栽凡魔悌嬢駄焦詳霜玖柔患丑仰賛$礒靴覆兆埜駐胃茸碧蛍羅偉艇椋籍 只弦渥梁鍵巽升霧携症澤玩矩鑑譜肌李亭堯畳軒泥錠迷紳狂舗琢苅騰眺径陳播鈍瓜惇蛭俺劣樺眠匠憶噴蝶沿停怪葦殖涼韓随桶惑卸撤冠酔巴択幣銚皓汚斗僧粂彫泡彬嫁漬蔭摂坐壇購詞穿條縦穀獄諫俗穣耶緯胆諭猟迪伎疋冊朴忙懇斯鳳廊鉢棟沸胴埋沙隠孤壱棄吐頬誇乞慧鮫邪喰芽奪曳芙墓熟抄柑遣嫌汗糧塑撲壊茎奨匂婆蜂恥狙覧暉曹嵯宰隼据惜祈凝蘆廉畔奮欄佃箔柚拝把霞拭滅傍架胤麿庵掌藍顧勅怖棋懐坑輩循膨絢燈哀槌款斬揃但 笛殆裸刃献暇紗埴圏憎霊簿謀碁賠咋箇瑛簑衰厘呈泳漢叶袴匁穫蚕填崩裂拒丞倶雀獣註其熙翠袈縞乏蓋漫塙鍬叩虚酉蛯帆唇逮枕葬宥芥萱涌揺亥准挨罰孟嶽駈召禅詔祢裟嬉侵+鮎冒雰涯戯蒐賜偵峠且侃籔蓑瞳諮峨拶昻誓蔦誕旺朔叔披賦裳寧蚊暎堪慰楯鼓窒碓橿逗鉦紐篇滴舜尽拍藁漂湧暑薦捺舛侍傑訂括鯉稽粛僅這炊粋擬晟敢猫匹枠喧洪稿擦禧柘符隻挑犠屯瀦韮惟諾U蒔鯖芯錬昆陀寂蛇祉耗椙炒阻籾姓孜紛釘檀藩椅沓倭亦翁憤賊陥 鏑叱妊躬拘桧燕筧偏某苑鞍璋肺猶兎脅郊塊柾濱忽盆騎偽隔廷箸遍汎藻膝枯噌嘆貌囚班賄迅零汐襄輿絞惨狼綜董峻呆崖没膳壺宴脈吟貼憂碩濡醤盲怠盾蓉缶仇畝稗蓬痴伺杭瑠拳漠秤蟹悔戴暫舌蒙爺忌愉烏牡穐傘髭嵩怜晧馴幻搾堰叉窟餌魂轟窮宛梢扉禄鷺呑錯諄徐跳娯胞洩穏蒼鴫逐洸酪濁餅殻庶醸偶漏丙吏陵汲冴嘱鼠暦弊疫凸杏践汰詫畿岬桁賓鯛葵梓萌狛畷蕨砺葺弐茜栓渚鶯凹禀亙廣邊肯妨矛赴訟朽匿訊嘘杖叙伐琉婁俸禰頸踪鵠轄 斥疾遭虻悼冶夷累酬榮糠礪崔擁壬墜赦曙懲鄭湘鐵陛牲彪庚輛宕尹逓荏糎戊郭椛渕旛曾亟喪窃菩讃葭菰罐醍R疎閥臧痢憩詐閲厨姶頓碑簗欺埠戎菖諒痔鉾姜劉邇濾瑳尉鵬蓼糟箭詮奎嚢膚祇昶叡碇壌鎗渓剖芋麟閃斌麓獅渦鴇妃綬雁憾杢黎邨醇鼎簸凱薙剌后礁敞晨峡畦盈虹匝唆礦褒矯糀國兜纊卜詠斧蝦坦櫨蟻帖竪赳眞獺曠鐐腫笈釼圷濤蕪繕饗螺楊膏廿褜狐顆黛趙巖抹撫佶愿梯弔而鋸篁勾晏酷凶鞠莞摺鰺柵籏桟魯齋翻鍈俶麒醗雛實泌糾 鑓栢暹寔飴諦腔砧璽滓銈娠宋蛸瘍虜晁釉喉穎姥恂錫孚蒜岑雍拙杜z幽虐麹岱胎稀誼圀肖絲鈑肘遼睡蜷遵腺簾溢陞纐狗壽悳鞆纈塾渠蓜楡瞭冗攪杷巍愁錮奔捧禍竿胖墳慨櫃璃鮒昊搭儘杣肛鰐俉楓稜勿恕皎腿噂彭熔炻琶耀蝋嗚琵皐雫曝甜挽滉籤粥洵鍜瀧帥瀝咽愚楳汪喚洙雌寡姻楼酌眉蔀穆硲鋤賭糺鴛腎髄梠淋夘莱嘩魁梗炳靱鐙枢栂碕梧僖肱廸苔祺柊繍槍凄爽栩馳弼轡栫慕斑辱縛鞘饒衷嬬昱侠椹櫻宵竈倦奄遙笥y蹴蕃塘謎倹虔韶畩狸 价鶉倖凌拌釆蝕撚裴釦桔楚汀筬杁矗蠣厄躯犀豫碍煥與梱贄遷瀞迦脊膿觜梳櫟鋪闇祗稠厩蹟硯禹弧廖桓鎬醜椚堆撰繋綏棲溥苛醒剃躰邁爛緋癖妬濠謨肢啄恰彊棈挺鐸魏臥樗烝榧慌鈎錐鮭勗鉞鋹妓皖曻坩珊癸樟纜頑賑塀捉蜜拐悴殉蛮坤堝蕉爵癒頻舷卑尤妾堕逝榴荊麩靫肆厭恨侮盃樅梛鍾駕采尖塞憧隙俟艸鱒彅愈粍聯巷赫垰飢圃禿妖祁吊菟鰹勒毘蛋什騨卦耆猷撒迭嫉吠卿侯聾吻甕笘蝉咳灌覗沫藺焔楮錨瑚姑湛慾叢茗盧蒋薯椥屠牙痕讐 渇芭屏篭鞄潰癌袷鋒伶廾遡裡葱焚洛肴瓢琳婿遜頌匙遮殴薪碗竺檮褐閏戌伽佼禾鴎仔垢冥椀悉灼竣襖鎧鰭儒勺糊惹灸臆喝榑雉唾聚茄}哺噛辿嘴杠剥萎幟筥逵莇歎墾按牽鞭槐呪顎挫煎蕗糞捲棹甑蘂溺娼窄蔚閤姐惚凪娩煩漕楫掻痩乎綻椴蔡迺鍔鰻弗廓艘襟苧勃屑莫砦秡翰扮惰岨澗熨餉儲帷弄捻杓棗晒鳶袰劫俄丼枳箪罍訣掴燦斤漉蔽偲綺唖笄狽泓萢戟傭舵蜘夙怨杼漣疹楜刎耘謁燭圓昏菫煤綛嘗絽轍錘蕩崗枌柞蟇禮堵萄遁翔溌詣鴈朏鎚 掬怯擢悍隷捗葡酋痘惧餓鱗妄淫庖涜鯰墻祷悶挿寵頒喋苓兇憐祓禽汝麺鱈趨廠絃廼蕎賤嫡哨倣劾緬蔑晦氾牌諜鰍瞥謂贅漑頴韻僻罵娃蔓侶捌鵡肋劔斡噺套贋樵櫓烹虞澱凧翫姪庇歪畏煽酎紬豹恢戚羨弛沌蛾畢箆骸昧窺葎澁謬蚤濫箋罷輯蹄縣乍禦諺逼僑黍廟疏挟叛餐艮拷棺牝耽壕屍蛙吋蠅鋲鈷屡顛蛤陪牢楕泗榔鰯矧棉跨浬柁鮪憚掩瀕錆鍍橡托劃甥嚇沃栴撞些牒姦迂徽淘藷詑頗駁掠粁嬰脹吃纂脆匪檎罫哩噸誹朕寓摸擾欝賂凋纏     弌丐TbQVTXRcQYoRTS弍亞QQ]RRgNFQKnEV^Al\\b3R佚%|+m?fGT侒GMVZb:2侫佩Vs*f_俔IYREXELfP倚u7;eJ/kPVR\"N@q\\7偃S]JGaK倏偆y!y[WcU:傴會傲fP8^僴9VBdEZZKcGPgJNQZhLTNSPYQUQ]QTPSaQ囘册LUQQQPVVQKVPPWMPMTXNWSaTXRPRTXUVXPaRSTUZV S^ElHXPDeM_JYNZYUP^H[N\\]RTRIbQRPVUPP甸匍RNUTYN[QQTWTPR丗卍凖舉卞ZTSTSV`RYUNXQQS\\簒叝Q曼﨎"),
        (4498, "咜)][ES哇DBBe<Vgc?/Rf1Tdvi6xT8@ND唹Vr81}8`P0Jy喙6Yd+RiU_啼YLu-pli4gW?tj2n7Nm噎Q5KU噫Hq嘯噬M營嚔J@ YeTXWMcIITQL]TMUfZUTTNT嗇團MUYae<m6^er(mYY\\S^HMhRQGcBZPR﨏堊(w]Wyf毀堽d塚塰X[<|[\\5_SVPZ]MUQNUMRTPYWQQPUWPTZ梦夥VPTUUfJRVMRQUNMVTL^X[]QUP]W[q@P娥IAZM>婀{,;P{W媚qQaJFJuC^R<sP`NZkG[WTQJ`SP斈孛YSVRQRQURraZSHX甯 寐WU]GMRUTRR^QPTUZQQU_XTWTL孱屬QWRbWy<_JP>cZFZa_cLJGLpYYKEeJGNN嵌UP﨑嵜ALFyVIX`LMYeJBkQXPSL_VRNX_Ye^NGYj]NLVVXL]Q`PSTppPUWN]LPVNVPRSPQP^UQUTZWSQTSXVSQRTPQRPSU[S[NLZMNYWTIWWTYTit8cHN<PpqGFh4r9IeJ8z o6nL\\\\7:KVe/pWN={KQf9f>[PJd3惡&uQB9X>oR愠!r@?PXCUXm)EkPR慇U9@Nf[5[?W慥G/TQ慳c?0PP`XJQ=CqrPLe7EViRmMNNJRC`罹懍hL`RNVLTLQQWPSUPVRRXSQQP]\\_TGTWcUVX;dR<`拗I9c,iQcGEG3p#}挌1R挧*U6UY捐L@`掖GAz捶|;Ie捫M掵Xz&U揵=5X s揄搴!\\b_5J`6V摎hW@e撹3擎撕u'aS.撼mGBQ\\S9擱EHPQ[TQKWULjSP7nNWPWPQNQ畋效UWFZLWdUYP變斛S[[[RJRWUVWN`^d<杲昃G]昿EH?e7WoTkAVUDXJ晴晳LbTKdNWLdaLMYDMKmS[RVTQRc朗朖W縢朦P霸朮`FPP]gJ\\MtK:枩杪p7枦JiK柯枴柬L枸柧L桒柝T[!]:栁柆栞wVBS=kdE梍 9Wo.`m6>梼L桴梵T椏A棊椈棘椦棡z棍Vb=椒,d.L>F椢WFQT﨓楹M椶楸+eYC$k&}NpR榲\\﨔榘xa:_寨槊6{-W,KH槞樮槨ih3IHDJ樞槭v&ng?`?l橫(樌檠樶橸橇jF\\1MA橲PlLFmP*hdM`VEJ]lS>XY蘖P櫪jT?gSXhNQ盜"),
        (5510, "殱PPSTYTWRX\\NWKhZPVXNknFVUoZH8 z6i29ZnM泄|沽W8{R#\\Kpc9`洟4洶DaE.I浣s[+DEn/涎VU9`淹`s涵淦04[fFuA=k_)B淺.hY7@dS渭湮渙湲<)T4湫@渫湶&!WkHMc%Hj溂w=nUAd=qP溏溿R,潁S滬[U漿滲漱滯漲滌滿漾$3澆CMW>;aV]UC+濆澎R$澳?a;gq澪glEf;KpHfQQQ>f?][NT#瀨?g]CnaqceKP[E烟;]焉UD<[nL煜9Pn K9YekVD`凞熬dGTcd1ZRFv:[^PLTP]RgTNSQXPRPUT\\kYRUJ_S[TYP[TRMDdS_MPgMoBaIVV_DU猪猥h`NX默獪MWVPLU珈DEj<TX\\^M>kR<i^=_pSJSTSWj9oI7j\\VBVIMv5^pNSTrTT[RSQTQQNUPXRNQWNQTZWU_WXLNLdNYRSSTHZM[SPRNZURWMn@_AWJSDk LWVYJoPLT>YGPgMeWHPPQ_KZ[P_=eTPUPMRQSQSUUMRTR]PQQLZYSSPPW益盍XK[RST蘯盻\\NLoTKPDkP]Pb]R?YiNJdLU^MaURULPM[U\\QVZ劯矼_U^m0tXe_i;[c1_faDTqDTX9MXTqJBrFbYWbNT礼祀o神祟JJ祥祿ZY福禝M^XV^[aTFtTZPUa\\HSWcAhNW龝穰XSZ\\RM PaVU邃竃KUNRRRQRNSMUPRSPSP靖竫QRWY\\KNK|R2TfBwLNHggTIKPL箝JV=^MGLY篏KP7a'篝[L`=簔;bC;i8|SRDgCaR[FbIWVUVX]\\cMXE[JZNNLZ精粽WL__ESbRQQ_KiHD絅U2S\\EbMef2GiU0c經E!綮DaQ_E=F\\@g6`tRTH]Il_6>JxTf@\\9縺[o縱[GUMYCJzHWCV P\\a@NbNQ辮繿SUTMUPPQT缸QZQTQRSNSVPWNQ^YSLSPSWYNLVQ[NSVLQ譱羽翅PSZ[TRYUZVVVRTVfK^K[UVRUZNMURSQTP]Vb冐肬胛YCS6e脉5QyW[kJGdM胼腱LFIV]^TQEQmD]?q>T^GgENRQG^SSVPPTPiPRRPRWRQSbQRYJ\\hPRQTMUQPUUV^ThCk@苡QKq苒qN_GM 4w%m^苙茵|!1j^HfD9K<莚_DRC茣莎6YZA莵荳o\\4Sn菴n菇VxUU$萋菁萇(ajb%莽菻萪葢)蒄BC]葈uc6,x萸L蓊>U/dh=nE@;h_蒡蓙uDrPcBENA蕓V5hYD?HXPo9zs3XHm蕭vVb(d*Va﨟舊薰h@d9fTWWFl`XGBsGe^蘒虍乕處YWYq_U1n1yHdQ9hT﨡蚫xYZRBK蜒CQGRGeGS;`yZK9S@蝟h#Q u2`i7E]:I_krs(_kAR_雖螫h>n8蟯R=}HWVF@GPiS\\NUYTRQVQXTVTSXeLFWD_kHJk:X:fjEKaP_SPSkXIHBYaWmB<XZVUeIJ\\DdNcMWSIXQTRVTTQXTXWLURRWTMRiRY\\SZbIKUXQW`ZEsFCQ詼@NEf[LQsH?cPCXStA^DghCL\\r諠QNM諸諶P6L謌JbKIVXb]鞫謦T b]RNTE\\TNiFC\\R]QP[QZHPRS谺VMXSQQT\\Y[QQUVKTRPYK戝貭LS^DP]DaUNeFeSXLP[RTMTMRPQ赧UST﨣趁跂KKdZKE^?nPCSh[FYcPA^rBJSeLQRSG`ZKD]bKdDTSNVNXMRTWXV\\WNRRS[WhN?b[QH_LPXLUV\\WM[LKZLUQXTUPP辜RSTNUQW﨤迚ZL\\IZ`CNhSHb ;`GDk^Re逸遐PPFDgQUYNWV隨遲_J[F^扈邯QS|QFRs都鄕LVhDXi[QZQSYNhMHoXSJZNUUPYTYPKVGXQ[WHEa>pg0`SEq8c}=D^j+K[UQX5a7akB銜Z鉷PmLWI鋩5g?QF﨧鋕3MxB錺J)e$vr鋻﨨錙T0rGRU.錻鍰?kA7P鎹FCX6鏈]?``LB:iPAc鐚-kN]1S鐶DUXV`BNSbNUQK[ZJ VWMNQR閂TRW"),
        (7298, "陏LN`PQV`JIpM隆隘LQ﨩隝YRVPMNTQQPdLYVLoZQQ`CUJRMV]UURUQQPWMNTIVSQQSVSSQQT[[FTH`SP[[ML_P^RQR``T竟韵iZYLeUaK[]USPPRN颪TQT]NRe`K飯飫飼餃iDQS^館餡LUK[Q^PSVKZJUJX馗PUVWP]r KQJHkPC^PXLX]Eca[XTLPJfGP\\KWRVKNUP骭R[S^SPLWR"),
        (7519, "鬱PXXNYPRVlNMpKC]TPWPWXR[Y@M\\XQP`NQ?\\cKPafIN;XYHIQYGsFNL^f:cGkUV^Q鳫KTShIRsKUFKEL鵁MTIWQdPJGNc]Mf3SZoYTQVaLILQ[XB鶴鷙It=VQ]lPM T鹵SSSVRPXK[WbAR^Q靡黌RPPRWQNRTRVTQPQQPPYP皷鼕[Za[SPRQ^KPPTPTM\\JSnVS尭槙遥瑶凜煕"),
    ],
};

pub(super) static IBM930: Table = Table::new(Source {
    head: EBCDIC,
    rest: " ｡｢｣､･ｦｧｨｩ£.<(+|&ｪｫｬｭｮｯ�ｰ�!¥*);¬-/abcdefgh�,%_>?[ijklmnop`:#@'=\"]ｱｲｳｴｵｶｷｸｹｺqｻｼｽｾｿﾀﾁﾂﾃﾄﾅﾆﾇﾈﾉr�ﾊﾋﾌ~‾ﾍﾎﾏﾐﾑﾒﾓﾔﾕsﾖﾗﾘﾙ^¢\\tuvwxyzﾚﾛﾜﾝﾞﾟ{ABCDEFGHI������}JKLMNOPQR������$�STUVWXYZ������0123456789�����\u{9f}",
    double: Some(&IBM930_DOUBLE),
    decode_only: &[],
});

static IBM933_DOUBLE: Double = Double {
    first_lead: 0x40,
    trails: &[(0x40, 0xFE)],
    runs: &[
        (574, Unicode, 0x3165, 42), (765, Unicode, 0x3041, 83), (956, Unicode, 0x30A1, 86), (1179, Big5, 0x107E, 24), (1211, Big5, 0x1096, 24),
        (1338, EucKr, 0x19DD, 68), (1544, EucKr, 0x1A8D, 55), (1740, EucKr, 0x174C, 26), (1767, EucKr, 0x1767, 36), (1911, Big5, 0x2702, 66),
        (2118, EucKr, 0x1B25, 78), (2197, EucKr, 0x1BC7, 94), (3439, EucKr, 0x3122, 27), (7784, Unicode, 0xF939, 25),
    ],
    texts: &[
        (0, "\u{3000}"),
        (192, "、P・‥P¨〃‐S∥＼￣‘PRP〔PBPPPPPPPPP±uoǂ≦P∞e°′P℃v＾￡S㎖Pℓ㏄'PP?P§※☆N○SNHN*NbNZN→MPQP〓［Q≠SPÅ♂M∠⊥⌒∂T≡@gP√r"),
        (392, "￠．];R｜＆         JRUNa￢－Q        ￤，H＿.P         p)8l6e4 ａPPPPPPPP       PPPPPPPPP       〜ｓPPPPPPP"),
        (510, "｛ＡPPPPPPPP      ｝ＪPPPPPPPP      ￦ ＳPPPPPPP      %PPPPPPPPP"),
        (1147, "ⅰPPPPPPPPP     6PPPPPPPPP"),
        (1529, "㎕RZPPPBPPSPPPw㎍"),
        (1720, "∝gEP+R⊆PJP∪NMP⇒Q{R´˜"),
        (1766, "◉"),
        (1803, "ʺ"),
        (2102, "ÆY)Ħ [ \\QØŒºsŦ3"),
        (3057, "伽佳假價加可呵哥嘉嫁家暇柯架歌稼苛x街袈訶賈跏軻迦駕刻却各 恪擱殼珏脚覺g閣刊墾奸姦干V懇揀杆澗癎看稈竿簡艮R肝諫間乫喝曷渴碣竭褐羯葛鞨勘坎堪嵌感憾敢柑橄減甘疳監紺酣鑑龕匣岬甲胛鉀閘岡剛姜崗康强_慷江疆綱襁糠腔薑講鋼降介{個凱愷Vy改槪漑疥皆盖箇芥蓋開客坑更粳羹醵去居巨拒据據渠炬擧距遽車 鋸乾件健巾建愆虔蹇鍵騫乞傑杰儉劍檢瞼黔劫怯偈憩揭擊格檄激覡隔骼堅肩牽犬甄絹繭見譴遣鵑潔決結 缺訣兼慊箝蒹謙鎌京傾勁[卿哽境庚徑慶暻扃擎敬景更梗檠涇炅熲璟z畊痙硬磬竟f絅經耕y脛莖警輕逕鏡頃頸驚鯨係啓契季屆悸戒桂械溪界癸磎 稽系繫`計誡階谿雞鷄叩J告v固姑孤庫拷攷]|枯杲沽痼皐蠱瞽稿睾考股膏苦藁袴詁誥賈辜錮雇顧高鼓哭斛曲梏穀谷鵠困坤崑昆梱k滾袞汨滑骨供公T功孔工貢恭2拱控攻栱槓空箜寡戈果瓜科菓蝌誇z過顆廓槨藿郭霍串冠官寬慣棺瓘款灌盥管罐菅觀貫關館鸛刮恝括适光匡壙廣曠洸狂"),
        (3466, "敎+校橋狡皎矯絞翹膠蕎蛟較轎郊鉸餃驕鮫丘|g仇佝俱傴具勾區口Q咎嘔垢媾h寇嶇廐懼拘救 枸柩構歐毆u求溝灸狗玖球甌瞿y究絿購臼XT苟衢覯謳軀逑邱鉤颶駒驅鳩鷗龜國局掬菊鞠麴窘群軍君郡堀屈掘窟宮弓穹窮躬倦券勸卷圈拳權眷厥蹶闕机櫃潰詭跪軌饋歸貴鬼龜叫圭奎揆珪硅窺葵糾規赳逵閨均筠菌鈞龜橘克剋劇戟極棘隙僅勤巹懃斤根槿漌瑾筋芹菫覲謹近饉契 今擒檎琴禁禽衿N襟金錦及岌急扱汲笈級給亘兢矜肯企\\其Y嗜器圻基夔奇妓寄岐豈崎幾己忌技旗[期杞棋H機欺氣汽T淇琦S璣畸V碁磯祇P祺箕紀綺 耆v肌朞記譏起錡飢饑騎P驥鰭麒緊佶吉拮桔金 喫儺懦拏拿糯那諾暖煖難捺$南喃男納囊娘曩乃內奈柰耐迺女年秊念恬拈捻佞寧 努奴孥弩怒瑙濃膿農惱腦尿 嫩訥紐能尼泥匿溺多茶丹但單團壇斷旦檀段湍短端簞緞蛋袒鄲鍛靼怛撻獺疸達闥韃啖擔曇淡潭澹痰聃膽覃談譚沓答踏 遝党堂塘幢唐撞棠當糖蟷黨代垈大對岱帶待戴擡玳碓臺袋貸隊黛宅德悳倒刀到圖堵q導屠島度徒悼挑搗桃棹淘渡滔濤燾盜睹禱稻萄*賭跳蹈逃`道都鍍陶韜毒瀆牘犢獨督禿篤纛讀墩惇敦暾沌燉豚頓咄乭突仝冬p動同垌憧東桐棟洞潼童疼瞳董胴銅兜斗杜枓痘竇荳肚蚪讀豆頭屯臀遁}鈍得橙滕灯燈登等藤謄鄧鐙騰喇懶癩羅蘿螺裸邏樂洛烙犖珞絡落酪駱亂卵幱欄]瀾爛蘭鸞剌埓辣嵐擥攬欖濫籃纜藍襤覽拉臘蠟廊朗榔浪狼琅瑯螂郞來萊冷 掠略亮兩倆凉梁涼樑粮R糧良諒輛量魎侶勵呂廬戾旅櫚濾癘礪膂藜慮蠣M鑢閭驢W麗黎力歷曆櫟瀝礫轢靂憐戀攣漣煉練聯蓮輦連鍊冽劣列洌烈裂廉斂殮濂簾獵鬣令伶囹嶺怜昤泠玲羚翎苓蛉逞零靈鈴領齡例禮醴隷勞撈櫓潦爐瀘盧老艫蘆虜路輅轤露魯鷺鹵漉碌 綠轆錄麓;論壟弄朧瀧瓏籠聾儡牢磊籟蕾誄賴賂雷了僚 寮廖燎療瞭料聊蓼遼龍僂壘屢樓淚漏累縷褸陋髏劉柳榴流溜琉瑠留瘤硫謬類六戮陸倫崙淪綸輪律慄栗率窿隆肋勒凛廩凌 楞稜綾菱陵俚利厘吏履悧 李梨漓犁狸理璃痢离罹籬螭裏里S離魑鯉吝燐璘藺躪隣鱗麟林淋琳痳臨霖岦砬立笠粒媽摩瑪痲磨蟇馬魔麻寞幕漠膜莫娩巒彎慢挽晩曼滿{灣瞞萬蔓蠻謾輓鏝饅鬘鰻抹末沫襪靺亡妄忘P望網罔芒茫莽邙魍埋妹媒寐昧枚梅每煤眛罵苺買{邁魅脈P貊陌驀麥孟氓猛盟b萌冪覓俛免勉冕棉眄k綿|面麵滅蔑命冥名鳴明暝溟皿茗螟酩銘袂侮募帽姆慕摸暮冒某模母]牟Q眸矛耄b茅謀w貌鉾木沐牧目睦穆歿沒夢朦濛 矇蒙卯墓妙廟描昴杳渺猫苗錨務巫懋戊拇撫无武毋無畝繆舞茂蕪誣貿霧鵡墨默刎吻文汶紋N蚊門問聞勿物味媚尾嵋靡彌微未渼瀰眉米糜美薇謎迷悶愍憫敏旼N民泯玟y閔d密蜜謐 剝博拍搏撲朴樸欂泊牔珀璞箔縛粕膊舶薄迫雹駁伴半反]拌搬攀斑槃潘泮班畔盤磻礬絆胖蟠般返頒飯勃拔潑撥發跋醱鉢髮魃倣傍坊妨尨幇彷房放方W昉榜紡肪膀舫芳蒡蚌訪謗邦防髣魴龐俳i北培徘拜排杯湃盃胚A裵Nt賠輩配陪伯佰帛柏栢白P魄樊 煩 番磻繁翻蕃藩飜伐筏罰閥凡帆梵氾_泛犯範范法琺僻劈壁擘璧癖碧辟闢霹便卞弁汴辮變辨V 邊駢別彆瞥鱉鼈丙倂兵屛幷昞k柄炳甁病竝秉輧迸餠保堡_寶普步湺洑潽甫補褓譜輔鴇黼伏僕匐卜宓復福服腹茯蔔覆蝠複輻馥鰒本乶丰俸奉封峰N捧琫棒烽縫葑蓬蜂逢鋒鳳仆a傅剖h否埠夫婦孵富府復扶敷斧浮溥父簿缶符罘腑N膚芙苻蜉訃負賦d赴趺部釜阜w頫駙鮒鳧北分噴 墳奔i忿憤扮汾焚盆粉糞紛芬蕡雰不佛 弗拂髴黻崩朋棚硼繃 鵬丕備匕dv妃o婢庇悲憊扉批斐 榧沘泌沸比S琵痺睥砒碑秘篦緋翡肥腓:臂菲蜚裨誹譬費轡鄙非飛髀鼻嬪賓彬擯斌檳殯濱s牝蘋貧 頻顰鬢憑氷聘騁乍事_仕似M舍使僿史U四唆嗣士奢姒娑寫^巳師 徙思捨赦斯<査梭楂槎沙泗渣瀉邪獅祀Mq死砂私笥篩蓑紗絲莎蛇裟詐]謝賜射辭肆飼駟削數槊朔索鑠傘刪山散汕珊産疝算蒜酸撒殺乷薩三參杉森渗衫芟蔘歃揷澁颯鍤霎上傷g償商喪嘗爽孀尙床eq常想相桑橡殤湘狀牀祥箱翔裳 觴象賞詳霜塞璽賽鰓塞穡索色牲生U省笙噬壻墅婿犀嶼序v徐恕抒敍暑曙n栖棲瑞絮緖署胥舒薯西誓鋤逝黍 鼠夕奭 席惜昔晳析汐淅潟石碩蓆釋錫先仙僊 善宣尠愃扇旋 煽燹禪瑄璇璿癬線繕羨腺膳船蘚蟬詵跣選銑 鮮偰卨舌 屑挈楔洩渫薛設說雪殲纖蟾贍暹閃燮攝涉葉城姓性惺成星晟猩盛u筬聖k腥誠醒世勢歲洗稅笹細說貰召嘯塑小Q宵巢掃搔所昭梳沼消溯瀟炤燒甦疎P笑簫素h艘蔬蕭蘇訴逍遡邵銷霄韶騷俗屬束粟續速孫損 遜率蟀宋松訟誦送頌刷殺灑瑣碎鎖衰釗修受W囚嗽垂壽嫂守 岫帥戍愁手授搜收數晬樹殊燧水洙溲漱狩獸祟瘦睡 秀穗竪粹綏l繡羞脩茱蒐蓚藪袖誰輸遂邃酬銖r隋l}y須首髓鬚叔塾夙孰宿淑熟肅菽循恂旬楯殉洵淳珣盾瞬筍純脣舜荀詢巡醇錞順馴鶉戌術述崇o嵩瑟膝虱蝨拾濕習褶襲丞乘僧升承昇勝繩蠅陞侍匙啻嘶始媤 尸d市弑恃施是b枾柴猜矢示視緦翅蒔蓍詩L諡豺埴寔式息拭植殖湜熄識軾食n伸信呻娠宸愼新晨燼申矧神紳 腎臣莘薪蜃訊身辛辰迅失室實悉 審q心沈沁深瀋甚芯什十拾雙氏亞俄兒娥峨我牙芽蛾衙訝阿雅餓鴉鵝堊岳嶽愕惡握樂渥萼顎齷安岸按晏案眼雁贋鞍顔鴈戞斡謁軋遏閼嵒巖庵暗癌菴諳闇黯壓押狎鴨仰央怏昻殃秧鞅鴦厓埃崖愛欸涯皚曖碍礙艾哀隘靄T厄掖液腋阨額櫻罌鶯鸚也倻冶夜 揶椰爺耶若惹野弱篛籥約若葯藥躍佯壤孃恙揚攘敭暘楊樣洋瀁煬穰痒瘍羊]襄讓釀陽養圄御敔於漁禦語馭魚齬億憶抑檍臆偃堰彦焉言諺孼儼嚴奄掩淹嶪 業恚予余如歟汝與餘亦域 役易疫繹譯逆驛嚥堧姸v宴延捐撚椽沿涓J淵演烟然r燃a硏o筵緣 臙蠕衍讌軟鉛鳶咽悅涅熱說閱厭塩染炎焰鹽苒艶閻饜髥曄燁葉塋嬰影映暎楹榮永泳潁瀛營瑛瑩瓔盈纓英詠迎倪刈叡曳濊猊睨f翳芮蕋藝t裔詣譽豫銳霓預五伍傲午吳嗚墺奧娛寤悟惡旿晤梧汚烏獒蜈誤遨吾屋沃獄玉鈺媼溫瑥瘟穩薀蘊鰮兀壅瓮癰擁甕翁邕雍渦瓦窩蛙蝸訛臥婉完^浣玩琬碗緩翫腕莞豌阮頑曰往旺枉汪王倭歪矮外巍猥畏僥凹 堯夭妖姚嶢拗搖擾曜腰樂橈瑤窈v繇f耀蕘蟯要謠遙v饒辱慾欲浴褥傭勇容庸冗榕湧溶熔瑢用聳舂茸蓉蛹踊鎔鏞佑偶優又Rw]宇寓尤于愚憂牛盂祐禑w羽芋虞迂遇郵隅雨P旭昱煜稶郁頊云暈殞耘芸運隕雲韻熨蔚鬱熊雄元原員園P爰垣媛寃怨愿援源猿瑗苑蜿袁轅遠院願鴛月越鉞位偉僞危圍委尉幃慰威渭爲瑋緯胃萎葦蝟衛R謂違韋魏乳攸侑儒兪幼唯喩囿孺z帷幽庾悠惟yN揄有柔U楡油游濡猶瑜由癒維臾萸蕤裕誘諛a蹂=遊C遺酉 釉鍮黝毓肉x鬻允奫尹潤玧胤閏聿戎絨融垠恩慇檼殷珢銀誾隱齦乙吟淫蔭陰飮音挹揖泣邑凝應膺鷹依倚儀疑矣宜意懿擬毅義艤蟻衣誼議醫二以t夷姨已貳弛彛怡易栮爾珥異痍移而v荑飴g頣瀷翼益翊Q人Vl刃印咽因姻寅引忍湮認靭Y一佾壹日溢逸鎰馹任壬妊姙稔荏賃入仍孕剩仔刺咨姉姿子[J恣慈滋炙煮玆瓷疵眥磁粢紫者^自蔗藉觜諮資赭雌作勺嚼斫昨柞灼炸爵綽芍酌雀鵲棧殘潺盞岑暫潛P箴簪蚕蠶雜丈仗匠場墻奬嶂帳庄張掌 暲杖樟檣欌漿壯將牆狀獐璋瘴章粧腸臟莊葬蔣薔藏装g贓醬長障再哉在宰才材栽梓滓災纔裁財載齋R爭箏諍錚低H儲咀姐底抵杵柢楮樗沮渚狙猪疽箸苧著藷蛆詛豬貯躇這邸勣嫡寂摘敵滴狄的積笛籍糴績荻謫賊赤跡蹟迪^適傳全_前l囀塡奠專展巓廛悛戰栓殿氈澱煎田W癲磚箋qh纏翦詮輾Z鈿銓錢電顚`餞切截折浙窃竊節絶占岾店漸点點粘霑接摺椄蝶丁井g停h呈姃幀廷征定庭情挺政整旌晶Q梃楨正汀淨渟町睛碇禎程穽靖精艇訂 諪貞鄭l釘鉦錠霆靜頂鼎制劑啼堤帝弟悌提晢梯濟瑅臍祭第薺製諸踶]醍除際霽題齊俎凋兆助 嘲噪弔彫措操早晁曺Ns條棗槽漕潮照燥爪皁眺祖S租稠窕竈笊粗糟f組f繰肇藻蚤詔調趙躁造遭釣阻鯛鳥族簇足鏃存尊卒拙猝倧宗從慫棕樅淙琮種終綜縱腫踵蹤鍾鐘佐坐左座挫罪主住侏做廚呪M嗾奏宙州晝朱柱株炷注洲酒珠疇蔟籌紂y綢肘{舟蛛註誅走躊輳酎週鑄駐竹粥俊儁准埈峻晙樽浚準濬畯竣蠢逡遵隼駿茁中仲衆重 卽櫛楫汁葺 增憎拯烝曾甑症蒸証證贈之只咫地_志持U摯支旨智枝e止池漬痣知砥祗A紙肢脂至芝蜘誌識贄趾遲直稙m織職辰嗔塵振晉榛津溱珍瑨璡疹盡眞瞋秦縉診賑軫進鎭陣_震叱窒姪嫉帙桎疾秩膣蛭質跌迭斟朕執集緝輯徵懲澄且借箚叉嗟差嵯次此磋茶蹉遮車捉搾着窄錯鑿齪撰澯燦璨瓚竄纂粲纘讚贊鑽 餐饌刹察擦札僭參塹慘PP懺斬站讒倡7刱創唱娼廠彰悵敞昌y暢槍氅滄漲瘡窓脹艙菖蒼債埰彩採砦綵菜蔡采}冊柵策簀責凄妻悽處刺剔 尺慽戚拓擲斥滌瘠脊蜴躑陟隻仟千喘天川擅泉淺濺穿舛薦賤踐遷釧闡阡韆凸徹哲喆撤澈綴轍鐵僉尖沾添甛瞻簷|諂妾帖捷牒疊睫諜貼輒廳晴淸聽菁蜻請靑鯖切剃替涕滯砌締諦逮遞靆體初哨峭憔抄招梢椒楚樵炒焦硝礁\\秒稍綃肖草蕉貂超酢xr鈔鞘促囑 燭矗蜀觸躅髑寸忖村叢塚寵怱摠總聰葱銃撮催崔摧最墜抽推椎楸 樞湫甃皺秋箒芻萩趨追鄒酋醜錘G雛鞦鰍麁r丑 祝畜竺筑築縮舳蓄蹴軸逐春椿出黜充冲忠沖蟲衝i悴膵萃取吹嘴 娶就橇炊翠聚脆臭 趣醉驟鷲仄側惻測層侈値嗤峙巵幟徴梔治淄熾痔o癡雉稚緇緻置恥致輜馳鵄齒則勅飭親七柒漆侵寢忱枕沈浸砧針鍼蟄秤稱快他唾墮妥惰打朶楕舵陀駝倬卓啄度托拆拓擢柝橐濁}琢託鐸呑嘆坦彈憚歎灘炭綻誕奪脫探耽貪塔搭榻宕帑湯蕩兌台太怠態殆汰泰笞胎苔跆邰颱駄宅擇澤 撑攄兎吐土討慟桶洞痛筒統通堆腿褪退頹偸套妬投透鬪慝特婆坡巴把播杷波派爬琶破罷芭跛頗坂判板版販辦瓣阪八叭捌佩唄悖沛浿牌狽稗 貝敗覇彭澎烹膨愎便偏扁片篇編翩蝙遍鞭貶坪平萍評吠嬖幣廢w斃肺蔽閉陛佈包WQ咆哺圃庖布怖抱9捕泡浦炮疱砲胞脯舖葡蒲袍褒鉋鋪鞄飽鮑幅暴瀑爆俵剽彪慓杓標漂瓢票表豹飄 品稟馮楓諷豊風彼披疲皮蓖被避匹弼必泌畢x筆蹕乏逼下何夏廈昰河瑕蝦荷賀遐霞鰕壑學瘧虐謔鶴寒恨t旱汗漢澣罕翰 閒N限韓鷳割轄函含咸啣v檻涵緘艦陷合哈盒蛤閤陜亢伉姮巷恒抗杭桁沆港炕缸肛航降項亥偕咳奚垓孩害廨懈楷海蟹解該諧邂駭骸 劾核倖幸杏行享向嚮鄕珦響餉饗香噓墟虛許憲軒獻歇險驗奕爀赫革峴弦懸炫現玄眩絃n縣舷衒見賢鉉顯孑穴血頁嫌 俠協夾峽挾浹狹篋脇M莢 鋏頰亨刑型形兄瀅炯珩荊螢衡邢鎣馨兮彗惠慧蕙醯鞋乎互豪呼壺*好弧昊戶毫浩淏湖滸澔濩F灝狐瑚瓠皓Z祜糊縞胡葫虎`蝴護扈醐鎬頀顥惑或酷婚昏混渾琿魂忽惚笏鶻弘哄汞泓洪鴻紅虹訌化嬅樺火禍畵禾和花華話靴貨廓擴攫確P穫鑊丸喚圜宦幻患懽換桓歡渙煥環紈還驩鰥鬟活滑猾豁闊凰 媓徨怳i慌惶晃況滉煌皇篁荒蝗遑隍"),
        (7466, "黃回廻徊恢悔懷晦會檜淮澮灰獪繪膾蛔誨賄劃獲橫哮嚆囂孝效曉梟爻肴酵侯候厚后}喉嗅後朽猴逅篌勳塤壎暈焄熏燻薰訓薨喧萱卉喙毁彙徽揮暉煇諱輝麾休携烋畦虧恤譎鷸凶匈兇洶胸黑忻昕欣痕吃屹紇迄欠uF吸恰洽興僖喜噫姬嬉希曦憙戱犧熙凞熹禧稀羲詰頡"),
        (7641, "枷珂痂慤侃柬桿磵蝎戡瞰邯鑒堈畺絳羌舡鱇塏豈鎧喀倨祛踞鉅楗腱桀劒鈐迲膈抉鉗俓倞儆坰憬烱璥堺棨尻暠槁羔苽菰琨鯤珙蚣鞏串跨鍋琯侊炚坵耉銶鞫裙芎捲淃獗蕨句晷槻竅勻畇劤妗昑芩伋埼玘璂祁羈錤喇P娜懶PPPPPPPPPPPPPPPPPPPP枏楠湳濫PPPPP衲廊PPPPPP撚寗勞PPPPPPPPP駑"),
        (7809, "杻勒PPPPPPP亶彖澾坍憺湛蕁錟畓戇螳坮嶋 掉櫂覩旽焞逗芚嶝拏QP崍徠儷璉寧岺笭聆澧怒擄潞祿菉瀨賚鬧婁瘻蔞鏤旒瀏侖凜唎浬異羸莉裡潾碼邈万卍唜茉輞沔椧瞑蓂摹瑁芼鶩竗憮楙珷們雯沕梶楣湄黴岷緡瘢盼磐渤枋滂磅焙幡燔檗蘗棅騈珤菩輹熢不俯咐孚艀莩吩昐賁彿枇毖P秕粃嚬浜玭俟柶麝霰煞鈒峠嗇捿筮嬋敾渲琁鐥饍泄褻齧剡陝宬珹瘙篠涑謖贖巽蓀飡悚淞峀琇璲讐隧潚琡璹徇栒橓蓴蕣諄鉥屎豕篒蝕侁藎諶啞莪幄鄂鍔鰐鮟唵岩扼縊掠P蒻亮PPP禳糧PPP瘀蘖俺円勵 PPPPP璵礖礪艅茹輿m閭PPPPPPPPPP挻沇漣PPPP縯聯PPPPPPQPQPPP琰簾PPPPP嶸怜渶濚瀯煐獰玲穎羚PP鍈零霙靈P乂例汭穢禮PP俉塢懊敖澳熬筽鰲鼇縕饔窪梡椀琓脘娃嵬了P寥寮P撓料Q燿療PP縟俑埇墉慂涌甬龍旴玗瑀紆藕釪勖彧栯橒澐熉蕓亐嫄沅洹湲阮暐蔿褘劉PP楢洧流P猷琉PPPPP堉戮PPPP贇輪鈗律PPP瀜隆椅薏利PPQPPPPP肄苡裏P貽邇里PPP謚吝PP絪 茵藺蚓隣PP佚恁林PP卄立PP芿茨孱臧渽縡紵菹雎齟吊炙翟鏑佃佺塼琠畑筌鐫癤鮎柾檉淀湞瀞炡玎珽綎鋌璪雕悰踪姝湊澍寯焌雋繒沚芷唇搢晋桭殄畛縝臻蔯袗侄瓆什潗鏶侘簒紮讖愴猖寀w倜蹠玔輟簽詹堞剿艸苕邨悤憁蔥諏鎚騶蹙瑃朮贅厠穉蚩琛咤拖馱坼晫琸眈糖槌闖擺鈑騙枰暴苞逋曝輻飇驃陂珌苾馝厦瀚銜鹹闔嫦行瀣荇櫶俔睍泫玹晛泂滎灐熒瑩逈暳蹊岵晧琥芦蒿烘譁奐晥幌愰晄榥湟潢璜簧匯茴宖鐄斅涍淆驍帿煦珝勛暄煊炘訖 翕囍憘晞熺"),
        (12989, "ㅤ  ㄳ QP  SPPPPPP   S            Z"),
        (13053, "ㅐ"),
        (13085, "ㅑ"),
        (13117, "ㅒ"),
        (13149, "ㅓ"),
        (13180, "ㅔ"),
        (13212, "ㅕ"),
        (13244, "ㅖ"),
        (13276, "ㅗ"),
        (13308, "ㅘ"),
        (13340, "ㅙ"),
        (13371, "ㅚ"),
        (13403, "ㅛ"),
        (13435, "ㅜ"),
        (13467, "ㅝ"),
        (13499, "ㅞ"),
        (13531, "ㅟ"),
        (13562, "ㅠ"),
        (13594, "ㅡ"),
        (13626, "ㅢ"),
        (13658, "ㅣ"),
        (13753, "ㄱ"),
        (13785, "가PP Q  RPPPP    T PPPPPPP QPP   PP  R   S       W P QPP         VP  R   S           Z Q         V   S   S"),
        (13913, "거P  R  RPPP     U P QPPPP QPP  P   S  RP       W P QPP         VPP Q  RP       W P QPP   S     R   S   S         X Q           XP  R  RPPP Q  RP P Q QP   S    QP  R   S Q     U P Q Q         VP  R   S       W P QPP        VP  R   S       W P Q Q         V   S   S         X Q           XP  R  RPPP    TP P Q QP        UP  R   S           ZPP         V"),
        (14283, "궷           XP  R   S       W P Q Q        V   S   S       W"),
        (14358, "그P  R  RPPP     U P Q Q Q Q     R"),
        (14410, "긧           XP  R  RP Q Q   S P QPPP  RP"),
        (14517, "ㄲ"),
        (14549, "까PP Q   S Q     U P QPPP  R     RP  R   S       W P QPP         VP      V"),
        (14645, "꺠"),
        (14677, "꺼PP Q   S       W P QPP        VP  R           [   R Q         V   S   S       W   RP    T     R"),
        (14804, "꼬P  R QPP       W P Q QPP       TP  R   S       W   RPP         VP  R"),
        (14890, "꽹        V   S   S       W P Q Q         V"),
        (14954, "꾲        UP  R  RP      VP P Q QP        U   S   S           ZPP         VP  R   S       W P  R          WP  R   S       W P   S        V"),
        (15122, "끄P  R Q Q Q    TP P Q Q   S     R"),
        (15186, "끼P  R   S       W P QPP"),
        (15281, "ㄴ"),
        (15313, "나PP Q  RPPP     U P QPPPP Q Q   PP  R  RP       W P QPP         VP  R   S       W     T         V"),
        (15441, "너P QP  RP QP    T P QPPP    T  PP  R   S       W P QPP         VP  R  RP       W P QPP  RP     R   S"),
        (15556, "녯           XPP Q   S Q     U P Q Q    TP   P   S   S           ZP          W"),
        (15663, "뇌   S   S       W P Q           XP  R   S         X Q Q         VP  R  RP       W P Q Q         V"),
        (15779, "눳P          W"),
        (15823, "뉘   S   S       W P            ZP      V       W P   S         VP  R   SPP     U P Q QPP  R    Q   S   S"),
        (15940, "닁         VP  R   SPP     U P Q Q  R Q"),
        (16045, "ㄷ"),
        (16077, "다PP Q  RPPPP   SP P QPPPP   S   PP  R   S       W P QPP         V"),
        (16163, "댱         V"),
        (16205, "더PP Q  RP QP    T P QPPPP  R   QP  R   S       W P QPP         V   S   S       W    SP         V   S"),
        (16332, "도P  R  RP Q Q  RP P Q Q Q Q     R   S   S"),
        (16396, "돼   S"),
        (16416, "됏P         W   S   S       W P QP          W"),
        (16491, "두P  R  RP       W P Q Q         V"),
        (16543, "둿P          W"),
        (16577, "뒝         V   S   S       W P Q Q        VP  R   S       W     T         VP  R  RP QP    T P Q Q         V"),
        (16714, "디P  R  RP       W P QPPP   S"),
        (16809, "ㄸ"),
        (16841, "따PP Q  RP      VP P QPP     U   PP  R   S       W P QPP         V"),
        (16937, "떄"),
        (16969, "떠P  R   S QP    T P QPP     U  PP  R   S       W P QPP         V"),
        (17053, "뗬          W"),
        (17096, "또P  R   S"),
        (17118, "똥         V       W"),
        (17160, "뙈"),
        (17191, "뙤   S"),
        (17223, "뚀"),
        (17255, "뚜P  R   S      VP     T         V"),
        (17319, "뛔"),
        (17351, "뛰   S   S       W P   S        V"),
        (17414, "뜨P  R  RP       W P Q           X   S   S       W P"),
        (17478, "띠   S   S       W P Q Q"),
        (17573, "ㄹ"),
        (17605, "라P  R   S       W P QPPP   SP   PP  R   S       W P QPP         VP  R"),
        (17689, "럇 Q         V"),
        (17733, "러P  R   S       W P QPP     U  PP  R  RP       W P Q Q         VP  R   S       W P QPP         V   S"),
        (17846, "롑 Q           XP  R   S       W P Q Q         V   S"),
        (17914, "뢍         V"),
        (17945, "뢨         W   S   S       W P Q Q         V   S   S       W P Q Q         VP  R   S       W P Q Q         V"),
        (18071, "뤗P          W"),
        (18115, "뤼P  R   S       W   R Q        VP  R   S       W P Q Q         VP  R   S       W P Q QP  RP    Q"),
        (18242, "리P  R   S       W P Q Q"),
        (18337, "ㅁ"),
        (18369, "마P  R QPPPP     U P Q QPP Q Q   PP  R   S       W P QPPPP       TP      V"),
        (18455, "먕         V"),
        (18497, "머P  R   S Q     U P Q QP    T  PP  R   S       W P QPP Q Q     RP  R   S       W   RPP Q       T"),
        (18624, "모P QP  RP Q     U P Q Q     U   P   S"),
        (18677, "뫘P         V"),
        (18719, "뫼   S   S         X Q Q         V   S   S         X Q           XPP Q  RPPP     U P Q Q   S Q   P   S   S         X Q           X"),
        (18879, "뮈   S   S"),
        (18910, "뮤   S   S       W   R           XP  R   S       W   R Q         V   S"),
        (19006, "미P  R  RP Q     U P QPPPP Q"),
        (19101, "ㅂ"),
        (19133, "바PPPP  RPPPP    T P QPP   S     RP  R  RP       W P QPP   S     RP  R           [ P"),
        (19229, "뱨"),
        (19261, "버P  R  RP Q     U P QPPP Q     SP  R  RP       W P QPP   S     RP  R   S       W P QPPPPPP     R   S"),
        (19388, "보PP Q   S       W P Q Q         V   S"),
        (19440, "봣P          W"),
        (19473, "뵀         WP  R   S       W P"),
        (19515, "뵤   S"),
        (19547, "부P  R  RPPP     U P Q Q Q QP    Q       W            [   S      S"),
        (19643, "뷔P  R   S"),
        (19665, "뷩        V   S   S       W   R Q         VP  R   S   S   S P Q Q         V"),
        (19770, "비P  R  RP Q     U P Q QPP"),
        (19865, "ㅃ"),
        (19897, "빠P  R   S Q     U P QPP     U   PP  R   S       W P QPP         VP  R           ["),
        (19993, "뺴"),
        (20025, "뻐P  R  RP       W   RPP        VP  R   S           Z Q         VP"),
        (20104, "뼘 P QPP         V"),
        (20152, "뽀P  R   S       W P   S         V"),
        (20216, "뽸"),
        (20247, "뾔"),
        (20279, "뾰"),
        (20295, "뿀     T         VP  R   SP      V P Q Q         V"),
        (20375, "쀄"),
        (20407, "쀠"),
        (20438, "쀼"),
        (20460, "쁑         VP  R   S       W P"),
        (20502, "쁴"),
        (20534, "삐P  R   S       W P Q Q"),
        (20629, "ㅅ"),
        (20661, "사PPPP  RPPPP   SP P QPP Q Q Q   PP  R  RP       W P QPP         VP  R   S       W P Q Q         V   S   S       W     T         VPPPP  RPPPP    T P QPP    T   QP  R  RP       W P QPP   S     RP QP   S       W P QPP         V   S   S"),
        (20906, "솅         VPP Q  RP Q     U P Q Q   S     RP  R   S           Z Q         V   S   S       W   RP         W   S   S       W P Q           XP  R   S       W P Q Q         VP  R  RP       W P Q Q Q QP    Q"),
        (21128, "쉈          WP  R   S       W     T         VP  R   S       W P Q Q        VP  R   S       W   R Q         VP  R   SP     UP P Q Q         V"),
        (21298, "시P  R  RP Q    TP P Q Q    T"),
        (21393, "ㅆ"),
        (21425, "싸P QP   S Q     U P QPP     U   PP  R   S       W P QPP         V"),
        (21509, "썃 Q         V"),
        (21553, "써P  R   S Q     U P QPP        VP  R   S"),
        (21606, "쎙         V"),
        (21648, "쎼   S"),
        (21680, "쏘P  R  RP Q     U P   S         VP  R   S            [          W"),
        (21765, "쐤         W   S   S       W P Q           X"),
        (21839, "쑤P  R   S       W P Q Q         V"),
        (21891, "쒓P          W"),
        (21935, "쒸   S"),
        (21963, "쓓  P"),
        (21988, "쓩         VP  R   S Q    TP P"),
        (22030, "씌   S   S       W"),
        (22062, "씨P  R   S       W P QPP Q"),
        (22157, "ㅇ"),
        (22189, "아P  RPP QPPP   SP P QPP   SPP   PP  R   S       W P QPP         VP  R   S  R    T P QPP   S Q   P   S   S         X Q           XPP QP QPPP     U PPPPPP Q Q   QP  R   S       W P Q Q         VPP QP QP QP    T PPPPP   SPP   P   S   S       W P QPP         VP  R  RPPP Q  RP P Q QPP       TP  R   S       W P QPP         VP  R           [   R Q        VP  R   S       W P Q Q         VP  R   S       W P Q Q         VP  R  RPPP     U P Q Q         VP  R   S       W P QPP         VP  R   S       W P   S         VP  R  RP       W P Q Q        VP  R   S       W P Q QPP       TP  R   S     U Q P Q QPPPPPP   P   S   S       W   R           XP  R  RPPP    TP P QPPP   S"),
        (22921, "ㅈ"),
        (22953, "자P  R QPP Q     U P QPPPP  R    QP  R   S       W P QPP         VP  R Q Q       W     T         V   S   S"),
        (23081, "저P  R  RP Q     U P QPPP    T  PP  R   S       W P Q Q         VP  R   S       W P QPP         V"),
        (23208, "조P  R   S Q     U P Q QPP   S   PP  R   S       W P QPP         V   S   S       W    SP        V   S   S       W P Q Q         VP  R   S       W P   S         VP  R   SPP     U P Q Q         V"),
        (23419, "줫P          W"),
        (23463, "쥐P  R   S       W P Q          XP  R   S       W"),
        (23526, "즈P  R   S       W P Q Q         V"),
        (23590, "지P  R  RP Q     U P QPPP  RP"),
        (23685, "ㅉ"),
        (23717, "짜P  R Q Q  R    T P QPP         VP  R   S       W P QPP         V   S"),
        (23803, "쨩         V"),
        (23845, "쩌P  R   S  R    T P QPP        V       W"),
        (23898, "쩽         V"),
        (23928, "쪗P          W"),
        (23972, "쪼P  R   S       W P Q QPP       TP      V            [          W"),
        (24057, "쬈         W   S   S       W P"),
        (24099, "쬬"),
        (24121, "쭁         VP  R   S       W P   S         V"),
        (24184, "쭸P         V"),
        (24227, "쮜"),
        (24258, "쮸"),
        (24290, "쯔"),
        (24306, "쯤 P Q Q         V"),
        (24354, "찌P  R   S       W P Q QP   SP"),
        (24449, "ㅊ"),
        (24481, "차P  R QPP       W P QPPPP  R    QP  R   S       W P QPP         V   S Q Q       W P   S         V"),
        (24609, "처P  R   S       W P QPP        VP  R   S       W P Q Q         V   S"),
        (24692, "쳣PP         V   S"),
        (24726, "촁         VP  R   S       W P Q Q         V   S   S"),
        (24790, "촹         V"),
        (24831, "최   S   S       W P Q Q         V"),
        (24879, "춈"),
        (24895, "추P  R   S       W P Q Q         V"),
        (24947, "췃P          W   S"),
        (24991, "취   S   S       W P Q Q        V   S   S       W     T         VP  R   S       W P Q Q         V"),
        (25118, "치P  R  RPP      V P Q Q"),
        (25213, "ㅋ"),
        (25245, "카P  R  RP       W P Q Q         VP  R  RP       W P QPP   S     RP"),
        (25331, "컁         V"),
        (25373, "커P  R  RP       W P QPP   S    RP  R   S       W P Q Q   S     R   S   S       W P QPP         V"),
        (25500, "코P  R   S       W P Q Q         VP  R   S       W     T         VP  R"),
        (25584, "쾟 Q        V   S   S"),
        (25617, "쾽         V"),
        (25659, "쿠P  R   S       W P Q Q         V   S   S"),
        (25713, "퀑         V"),
        (25745, "퀭         VP  R   S       W P Q Q        V   S   S       W"),
        (25818, "크P  R   S       W P   S         V"),
        (25882, "키P  R   S       W P Q Q"),
        (25977, "ㅌ"),
        (26009, "타P  R   SP      V P QPP         VP  R   S       W P QPP         V"),
        (26095, "턍         V"),
        (26137, "터P  R   S Q     U P QPP        VP  R   S       W P QPP         VP  R"),
        (26221, "텼          W   S"),
        (26264, "토P  R   S       W P Q Q    T    Q   S"),
        (26328, "퇘"),
        (26359, "퇴   S"),
        (26379, "툇 Q         V"),
        (26423, "투P  R   S       W P Q Q         V"),
        (26476, "퉜          W"),
        (26507, "퉷           XP  R   S       W P Q Q        V   S   S       W     T         VP  R  RP Q     U P Q Q         V   S   S       W P Q           XP  R   S       W P Q Q    T"),
        (26741, "ㅍ"),
        (26773, "파PP Q   S Q     U P QPP   SP    QP  R   S       W P QPP         VP"),
        (26859, "퍙         V"),
        (26901, "퍼P  R   S       W P QPP        VP  R   S       W P Q Q    T    QP  R   S       W P QPP         V       W         X Q           XP  R   S       W P Q Q         V"),
        (27082, "퐝         V"),
        (27123, "푀   S"),
        (27155, "표   S   S         X Q           XP  R  RP Q     U P Q Q         V"),
        (27241, "풩         V"),
        (27283, "퓌   S   S       W   R          XP  R   S       W   R Q         VP  R   S   S   S P Q Q         V   S"),
        (27410, "피P  R   S       W P Q Q"),
        (27505, "ㅎ"),
        (27537, "하P  R  RPP   S  R P QPP   S     RP  R   S       W P QPP         V"),
        (27623, "향         V"),
        (27665, "허P  R  RP Q     U P Q Q        VP  R   S       W P Q Q         VP  R   S       W P QPP         V   S   S       W P"),
        (27792, "호P  R   S    T  R P Q Q   S     RP  R   S           Z Q         VP  R"),
        (27876, "횃 Q        VP  R   S         X Q Q         VP  R   S       W P Q           XP  R   S    T  R P Q Q         V   S   S       W     T         VP  R   S       W     T         VP  R   S       W P Q Q        VP  R   S       W   R Q         VP  R QPPP      V P Q Q   S     RP  R   S       W P   S         VP  R   S       W P Q Q"),
    ],
};

pub(super) static IBM933: Table = Table::new(Source {
    head: EBCDIC,
    rest: " �ﾠﾡﾢﾣﾤﾥﾦﾧ¢.<(+|&�ﾨﾩﾪﾫﾬﾭﾮﾯ!$*);¬-/ﾰﾱﾲﾳﾴﾵﾶﾷ¦,%_>?[�ﾸﾹﾺﾻﾼﾽﾾ`:#@'=\"]abcdefghiￂￃￄￅￆￇ�jklmnopqrￊￋￌￍￎￏ‾~stuvwxyzￒￓￔￕￖￗ^�\\�������ￚￛￜ���{ABCDEFGHI������}JKLMNOPQR������₩�STUVWXYZ������0123456789�����\u{9f}",
    double: Some(&IBM933_DOUBLE),
    decode_only: &[],
});

static IBM935_DOUBLE: Double = Double {
    first_lead: 0x40,
    trails: &[(0x40, 0xFD)],
    runs: &[
        (191, Big5, 0x1096, 24), (223, Big5, 0x107E, 24), (254, Big5, 0x2723, 33), (318, Big5, 0x2702, 33), (1063, Gbk, 0x18EE, 40),
        (1141, Gbk, 0x1D52, 26), (1177, Unicode, 0x3105, 37), (1240, Unicode, 0x2500, 76), (1616, Gbk, 0x2342, 94), (1711, Gbk, 0x2400, 63),
        (1775, Gbk, 0x243F, 31), (1806, Gbk, 0x24BE, 94), (1901, Gbk, 0x257C, 63), (1965, Gbk, 0x25BB, 31), (1996, Gbk, 0x263A, 94),
        (2091, Gbk, 0x26F8, 63), (2155, Gbk, 0x2737, 31), (2186, Gbk, 0x27B6, 94), (2281, Gbk, 0x2874, 63), (2345, Gbk, 0x28B3, 31),
        (2376, Gbk, 0x2932, 94), (2471, Gbk, 0x29F0, 63), (2535, Gbk, 0x2A2F, 31), (2566, Gbk, 0x2AAE, 94), (2661, Gbk, 0x2B6C, 63),
        (2725, Gbk, 0x2BAB, 31), (2756, Gbk, 0x2C2A, 94), (2851, Gbk, 0x2CE8, 63), (2915, Gbk, 0x2D27, 31), (2946, Gbk, 0x2DA6, 94),
        (3041, Gbk, 0x2E64, 63), (3105, Gbk, 0x2EA3, 31), (3136, Gbk, 0x2F22, 94), (3231, Gbk, 0x2FE0, 63), (3295, Gbk, 0x301F, 31),
        (3326, Gbk, 0x309E, 94), (3421, Gbk, 0x315C, 63), (3485, Gbk, 0x319B, 31), (3516, Gbk, 0x321A, 94), (3611, Gbk, 0x32D8, 63),
        (3675, Gbk, 0x3317, 31), (3706, Gbk, 0x3396, 94), (3801, Gbk, 0x3454, 63), (3865, Gbk, 0x3493, 31), (3896, Gbk, 0x3512, 94),
        (3991, Gbk, 0x35D0, 63), (4055, Gbk, 0x360F, 31), (4086, Gbk, 0x368E, 94), (4181, Gbk, 0x374C, 63), (4245, Gbk, 0x378B, 31),
        (4276, Gbk, 0x380A, 94), (4371, Gbk, 0x38C8, 63), (4435, Gbk, 0x3907, 31), (4466, Gbk, 0x3986, 94), (4561, Gbk, 0x3A44, 63),
        (4625, Gbk, 0x3A83, 31), (4656, Gbk, 0x3B02, 94), (4751, Gbk, 0x3BC0, 63), (4815, Gbk, 0x3BFF, 31), (4846, Gbk, 0x3C7E, 94),
        (4941, Gbk, 0x3D3C, 63), (5005, Gbk, 0x3D7B, 31), (5036, Gbk, 0x3DFA, 94), (5131, Gbk, 0x3EB8, 63), (5195, Gbk, 0x3EF7, 31),
        (5226, Gbk, 0x3F76, 94), (5321, Gbk, 0x4034, 63), (5385, Gbk, 0x4073, 26), (5416, Gbk, 0x40F2, 94), (5511, Gbk, 0x41B0, 63),
        (5575, Gbk, 0x41EF, 31), (5606, Gbk, 0x426E, 94), (5701, Gbk, 0x432C, 63), (5765, Gbk, 0x436B, 31), (5796, Gbk, 0x43EA, 94),
        (5891, Gbk, 0x44A8, 63), (5955, Gbk, 0x44E7, 31), (5986, Gbk, 0x4566, 94), (6081, Gbk, 0x4624, 63), (6145, Gbk, 0x4663, 31),
        (6176, Gbk, 0x46E2, 94), (6271, Gbk, 0x47A0, 63), (6335, Gbk, 0x47DF, 31), (6366, Gbk, 0x485E, 94), (6461, Gbk, 0x491C, 63),
        (6525, Gbk, 0x495B, 31), (6556, Gbk, 0x49DA, 94), (6651, Gbk, 0x4A98, 63), (6715, Gbk, 0x4AD7, 31), (6746, Gbk, 0x4B56, 94),
        (6841, Gbk, 0x4C14, 63), (6905, Gbk, 0x4C53, 31), (6936, Gbk, 0x4CD2, 94), (7031, Gbk, 0x4D90, 63), (7095, Gbk, 0x4DCF, 31),
        (7126, Gbk, 0x4E4E, 94), (7221, Gbk, 0x4F0C, 63), (7285, Gbk, 0x4F4B, 31), (7316, Gbk, 0x4FCA, 94), (7411, Gbk, 0x5088, 63),
        (7475, Gbk, 0x50C7, 31), (7506, Gbk, 0x5146, 94), (7601, Gbk, 0x5204, 63), (7665, Gbk, 0x5243, 31), (7696, Gbk, 0x52C2, 94),
        (7791, Gbk, 0x5380, 63), (7855, Gbk, 0x53BF, 31), (7886, Gbk, 0x543E, 94), (7981, Gbk, 0x54FC, 63), (8045, Gbk, 0x553B, 31),
        (8076, Gbk, 0x55BA, 94), (8171, Gbk, 0x5678, 63), (8235, Gbk, 0x56B7, 31), (8266, Gbk, 0x5736, 94), (8361, Gbk, 0x57F4, 63),
        (8425, Gbk, 0x5833, 31),
    ],
    texts: &[
        (0, "\u{3000}"),
        (303, "ⅰPPPPPPPPP"),
        (367, "ⅠPPPPPPPPPPP           ￡．];R｜＆         J￥＊Na￢－Q        ￤，H＿.P         p)8l6e4 ａPPPPPPPP       PPPPPPPPP       ￣ｓPPPPPPP"),
        (508, "｛ＡPPPPPPPP      ｝ＪPPPPPPPP      ! ＳPPPPPPP      %PPPPPPPPP     。YPC・FァQQ￠      ェQャQQ+z]HP"),
        (635, "アQQQQPQQQQ QQQQQQQRQQQPPPP  PRR ～ヘRRPPPPQQ QPPP          PPQS゛P_QQQQQQQQQQQRQQVRRRRg,RRRRbP[P  ＼"),
        (762, "『P［QをぁQQ―±≠∞℃ ´ぇQゃQQ+z  ‐〃 QPP¨‘S〔CQU≤∴♂§※〒㈱№Z＾’S〕CQU≥∵♀×o‖〓‥P あQQQQPQQQQ QQQQQQQRQQQPPPP  PRR  RRRPPPPQQ QPPP          PPQS  がQQQQQQQQQQQRQQVRRRR DRRRRbP[P  ○S3Nk☆N◇N*NlN°′P→MPQ"),
        (955, "ˉM"),
        (977, "〖P     ∶@P8MjN.∷2⊥∥J⌒⊙∫R≡:KD/ ≮P"),
        (1022, "¤  ‰"),
        (1111, "①PPPPPPPPP      ㈠PPPPPPPPP"),
    ],
};

pub(super) static IBM935: Table = Table::new(Source {
    head: EBCDIC,
    rest: " ���������£.<(+|&���������!¥*);¬-/��������¦,%_>?���������`:#@'=\"�abcdefghi�������jklmnopqr������~‾stuvwxyz������^�\\�������[]����{ABCDEFGHI������}JKLMNOPQR������$�STUVWXYZ������0123456789�����\u{9f}",
    double: Some(&IBM935_DOUBLE),
    decode_only: &[],
});

static IBM937_DOUBLE: Double = Double {
    first_lead: 0x40,
    trails: &[(0x40, 0xFD)],
    runs: &[
        (191, Big5, 0x1096, 24), (223, Big5, 0x107E, 24), (254, Big5, 0x2723, 33), (318, Big5, 0x2702, 33), (972, Unicode, 0x3105, 37),
        (1172, Big5, 0xFFF, 32), (1395, Big5, 0x10D8, 33), (2281, Big5, 0x10FA, 63), (2345, Big5, 0x1139, 125), (2471, Big5, 0x11B6, 63),
        (2535, Big5, 0x11F5, 125), (2661, Big5, 0x1272, 63), (2725, Big5, 0x12B1, 125), (2851, Big5, 0x132E, 63), (2915, Big5, 0x136D, 125),
        (3041, Big5, 0x13EA, 63), (3105, Big5, 0x1429, 125), (3231, Big5, 0x14A6, 63), (3295, Big5, 0x14E5, 125), (3421, Big5, 0x1562, 63),
        (3485, Big5, 0x15A1, 125), (3611, Big5, 0x161E, 63), (3675, Big5, 0x165D, 125), (3801, Big5, 0x16DA, 63), (3865, Big5, 0x1719, 125),
        (3991, Big5, 0x1796, 63), (4055, Big5, 0x17D5, 125), (4181, Big5, 0x1852, 63), (4245, Big5, 0x1891, 125), (4371, Big5, 0x190E, 63),
        (4435, Big5, 0x194D, 125), (4561, Big5, 0x19CA, 63), (4625, Big5, 0x1A09, 125), (4751, Big5, 0x1A86, 63), (4815, Big5, 0x1AC5, 125),
        (4941, Big5, 0x1B42, 63), (5005, Big5, 0x1B81, 125), (5131, Big5, 0x1BFE, 63), (5195, Big5, 0x1C3D, 125), (5321, Big5, 0x1CBA, 63),
        (5385, Big5, 0x1CF9, 125), (5511, Big5, 0x1D76, 63), (5575, Big5, 0x1DB5, 125), (5701, Big5, 0x1E32, 63), (5765, Big5, 0x1E71, 125),
        (5891, Big5, 0x1EEE, 63), (5955, Big5, 0x1F2D, 125), (6081, Big5, 0x1FAA, 63), (6145, Big5, 0x1FE9, 125), (6271, Big5, 0x2066, 63),
        (6335, Big5, 0x20A5, 125), (6461, Big5, 0x2122, 63), (6525, Big5, 0x2161, 125), (6651, Big5, 0x21DE, 63), (6715, Big5, 0x221D, 125),
        (6841, Big5, 0x229A, 63), (6905, Big5, 0x22D9, 125), (7031, Big5, 0x2356, 31), (7063, Big5, 0x2376, 31), (7095, Big5, 0x2395, 125),
        (7221, Big5, 0x2412, 63), (7285, Big5, 0x2451, 125), (7411, Big5, 0x24CE, 63), (7475, Big5, 0x250D, 125), (7601, Big5, 0x258A, 63),
        (7665, Big5, 0x25C9, 74), (7791, Big5, 0x2780, 63), (7855, Big5, 0x27BF, 66), (7931, Big5, 0x280B, 49), (7981, Big5, 0x283C, 63),
        (8045, Big5, 0x287B, 125), (8171, Big5, 0x28F8, 63), (8235, Big5, 0x2937, 125), (8361, Big5, 0x29B4, 63), (8425, Big5, 0x29F3, 125),
        (8551, Big5, 0x2A70, 63), (8615, Big5, 0x2AAF, 125), (8741, Big5, 0x2B2C, 63), (8805, Big5, 0x2B6B, 125), (8931, Big5, 0x2BE8, 63),
        (8995, Big5, 0x2C27, 125), (9121, Big5, 0x2CA4, 63), (9185, Big5, 0x2CE3, 125), (9311, Big5, 0x2D60, 63), (9375, Big5, 0x2D9F, 125),
        (9501, Big5, 0x2E1C, 63), (9565, Big5, 0x2E5B, 125), (9691, Big5, 0x2ED8, 63), (9755, Big5, 0x2F17, 125), (9881, Big5, 0x2F94, 63),
        (9945, Big5, 0x2FD3, 125), (10071, Big5, 0x3050, 63), (10135, Big5, 0x308F, 125), (10261, Big5, 0x310C, 63), (10325, Big5, 0x314B, 125),
        (10451, Big5, 0x31C8, 63), (10515, Big5, 0x3207, 125), (10641, Big5, 0x3284, 63), (10705, Big5, 0x32C3, 125), (10831, Big5, 0x3340, 63),
        (10895, Big5, 0x337F, 125), (11021, Big5, 0x33FC, 63), (11085, Big5, 0x343B, 125), (11211, Big5, 0x34B8, 63), (11275, Big5, 0x34F7, 125),
        (11401, Big5, 0x3574, 63), (11465, Big5, 0x35B3, 125), (11591, Big5, 0x3630, 63), (11655, Big5, 0x366F, 125), (11781, Big5, 0x36EC, 63),
        (11845, Big5, 0x372B, 125), (11971, Big5, 0x37A8, 63), (12035, Big5, 0x37E7, 125), (12161, Big5, 0x3864, 63), (12225, Big5, 0x38A3, 125),
        (12351, Big5, 0x3920, 63), (12415, Big5, 0x395F, 125), (12541, Big5, 0x39DC, 63), (12605, Big5, 0x3A1B, 125), (12731, Big5, 0x3A98, 63),
        (12795, Big5, 0x3AD7, 125), (12921, Big5, 0x3B54, 63), (12985, Big5, 0x3B93, 125), (13111, Big5, 0x3C10, 63), (13175, Big5, 0x3C4F, 125),
        (13301, Big5, 0x3CCC, 63), (13365, Big5, 0x3D0B, 125), (13491, Big5, 0x3D88, 63), (13555, Big5, 0x3DC7, 125), (13681, Big5, 0x3E44, 63),
        (13745, Big5, 0x3E83, 125), (13871, Big5, 0x3F00, 63), (13935, Big5, 0x3F3F, 125), (14061, Big5, 0x3FBC, 63), (14125, Big5, 0x3FFB, 125),
        (14251, Big5, 0x4078, 63), (14315, Big5, 0x40B7, 125), (14441, Big5, 0x4134, 63), (14505, Big5, 0x4173, 125), (14631, Big5, 0x41F0, 63),
        (14695, Big5, 0x422F, 125), (14821, Big5, 0x42AC, 63), (14885, Big5, 0x42EB, 125), (15011, Big5, 0x4368, 63), (15075, Big5, 0x43A7, 125),
        (15201, Big5, 0x4424, 63), (15265, Big5, 0x4463, 125), (15391, Big5, 0x44E0, 63), (15455, Big5, 0x451F, 69),
    ],
    texts: &[
        (0, "\u{3000}"),
        (303, "ⅰPPPPPPPPP"),
        (367, "ⅠPPPPPPPPP"),
        (390, "￡．];R｜＆         J￥✽）a￢－Q        ￤，H＿.P         ‵：8l6e4 ａPPPPPPPP       PPPPPPPPP       ‾ｓPPPPPPP"),
        (508, "｛ＡPPPPPPPP      ｝ＪPPPPPPPP      ! ＳPPPPPPP      %PPPPPPPPP     。YPC‧ヲァQQ￠  ⌒∂T ェQャQQ+z]HP  ≪P !/ ^+R⊆PJP  ∧P⇒Q{RÅ‰♯ML†P¶◯      アQQQQPQQQQ QQQQQQQRQQQPPPP  PRR ∼ヘRRPPPPQQ QPPP       ━Q[レPQS゛P_QQQQQQQQQQQRQQVRRRRg,RRRRbP[P  ＼┓WK[_G__$^H^W-bDbY"),
        (762, "『P［QをぁQQ—±≠∞℃ ′ぇQゃQQ+z  ‐ʺ 々PP¨‘S〔CQU≦∴♂§※〒㈱№Z＾’S〕CQU≧∵♀×o∥〓‥P あQQQQPQQQQ QQQQQQQRQQQPPPP  PRR  RRRPPPPQQ QPPP          PPQS  がQQQQQQQQQQQRQQVRRRR DRRRRbP[P  ○S3Nk☆N◇N*NlN°S″→MPQ           〡PPPPPPPP十RP    ˉPLS]"),
        (1141, "①PPPPPPPPP      ZPPPPPPPPP"),
        (1205, "═][F◢PQN╱PP"),
        (1236, "﹁PPPFP D    SPPPPPRPPPB╴＊〃㊣℅︴jIPRPLPd√≒^∩P⊥∠N⊿㏒N∫R⊕S↖PQN  ∕℉㏕㎜PP㏎\"<P㏄·   〝P   ⇧↸P兙QRNSQ嗧瓩糎     ︰oPPQPPP*uPPPPPP￣ˍ﹟PQPPPPQPPP"),
        (1521, "一w]Xi{Vci儿uUfcd几dZ力勹kTmXj\\h厶aj囗土士nZa女子宀寸fbe屮R巛Y[\\干WT廴Y\\W彐`a心戈}d 支T文_\\dvT曰go欠止f殳gXV氏To火爪[TSWaQ犬玄T瓜Y甘VXW疋V癶V皮`目矛V`示禸U穴立}米糸缶j羊羽老ZUp聿Y臣VXX_^S艮SU虍m血[f襾\\角}谷^^rt赤[足身n辛dT邑酉釆UT長X阜隶R雨青[SV韋qU]風飛S首Rb骨高 V鬥YRYm鳥鹵YueWYSwS`T\\j^W龍^S"),
        (7062, "彞"),
        (7739, "撑"),
        (7921, "扥FQULTKFVI"),
        (15524, "椞溸"),
    ],
};

pub(super) static IBM937: Table = Table::new(Source {
    head: EBCDIC,
    rest: " ���������¢.<(+|&���������!$*);¬-/��������¦,%_>?���������`:#@'=\"�abcdefghi�������jklmnopqr�������~stuvwxyz������^���������[]����{ABCDEFGHI������}JKLMNOPQR������\\�STUVWXYZ������0123456789�����\u{9f}",
    double: Some(&IBM937_DOUBLE),
    decode_only: &[0x454A, 0x454C, 0x4841, 0x4845, 0x4847, 0x4849, 0x484A, 0x484B, 0x484C, 0x4850, 0x4851, 0x4852, 0x4853, 0x4855, 0x4856, 0x4858, 0x4859, 0x485B, 0x485D, 0x485E, 0x485F, 0x4860, 0x4861, 0x4863, 0x4864, 0x4865, 0x4866, 0x4868, 0x4869, 0x486A, 0x486B, 0x486C, 0x486D, 0x486F, 0x4870, 0x4871, 0x4872, 0x4876, 0x4877, 0x4878, 0x487B, 0x487C, 0x487D, 0x487E, 0x487F, 0x4881, 0x4883, 0x4884, 0x4885, 0x4886, 0x4888, 0x4889, 0x488A, 0x488B, 0x488C, 0x488D, 0x488E, 0x488F, 0x4890, 0x4891, 0x4892, 0x4893, 0x4894, 0x4895, 0x4896, 0x4897, 0x4898, 0x4899, 0x489A, 0x489B, 0x489C, 0x489D, 0x489E, 0x489F, 0x48A0, 0x48A1, 0x48A2, 0x48A3, 0x48A4, 0x48A5, 0x48A6, 0x48A7, 0x48AA, 0x48AB, 0x48AC, 0x48AD, 0x48AE, 0x48AF, 0x48B0, 0x48B1, 0x48B2, 0x48B3, 0x48B4, 0x48B5, 0x48B6, 0x48B7, 0x48B8, 0x48B9, 0x48BA, 0x48BB, 0x48BC, 0x48BD, 0x48BE, 0x48BF, 0x48C0, 0x48C1, 0x48C2, 0x48C3, 0x48C4, 0x48C5, 0x48C6, 0x48C7, 0x48C8, 0x48C9, 0x48CA, 0x48CB, 0x48CC, 0x48CD, 0x48CE, 0x48CF, 0x48D0, 0x48D1, 0x48D2, 0x48D3, 0x48D4, 0x48D5, 0x48D6, 0x48D7, 0x48D8, 0x48D9, 0x48DA, 0x48DB, 0x48DC, 0x48DD, 0x48DE, 0x48DF, 0x48E0, 0x48E1, 0x48E3, 0x48E4, 0x48E5, 0x48E6, 0x48E7, 0x48E8, 0x48E9, 0x48EA, 0x48EC, 0x48ED, 0x48EE, 0x48EF, 0x48F0, 0x48F1, 0x48F2, 0x48F3, 0x48F4, 0x48F5, 0x48F6, 0x48F7, 0x48F8, 0x48F9, 0x48FA, 0x48FB, 0x48FC, 0x48FD, 0x4941, 0x4942, 0x4943, 0x4944, 0x4945, 0x4946, 0x4947, 0x4948, 0x4949, 0x494A, 0x494B, 0x494C, 0x494D, 0x494E, 0x494F, 0x4950, 0x4951, 0x4952, 0x4953, 0x4954, 0x4955, 0x4956, 0x4957, 0x4958, 0x4959],
});

pub(super) static IBM939: Table = Table::new(Source {
    head: EBCDIC,
    rest: " �｡｢｣､･ｦｧｨ¢.<(+|&ｩｪｫｬｭｮｯｰｱ!$*);¬-/ｲｳｴｵｶｷｸｹ�,%_>?ｺｻｼｽｾｿﾀﾁﾂ`:#@'=\"�abcdefghiﾃﾄﾅﾆﾇﾈ�jklmnopqrﾉﾊﾋﾌﾍﾎ‾~stuvwxyzﾏﾐﾑ[ﾒﾓ^£¥ﾔﾕﾖﾗﾘﾙﾚﾛﾜﾝ]ﾞﾟ{ABCDEFGHI������}JKLMNOPQR������\\�STUVWXYZ������0123456789�����\u{9f}",
    double: Some(&IBM930_DOUBLE),
    decode_only: &[],
});

pub(super) static IBM931: Table = Table::new(Source {
    head: EBCDIC,
    rest: " \u{a0}âäàáãåçñ¢.<(+|&éêëèíîïìß!$*);¬-/ÂÄÀÁÃÅÇÑ¦,%_>?øÉÊËÈÍÎÏÌ`:#@'=\"Øabcdefghi«»ðýþ±°jklmnopqrªºæ¸Æ¤µ~stuvwxyz¡¿ÐÝÞ®^£¥·©§¶¼½¾[]¯¨´×{ABCDEFGHI\u{ad}ôöòóõ}JKLMNOPQR¹ûüùúÿ\\÷STUVWXYZ²ÔÖÒÓÕ0123456789³ÛÜÙÚ\u{9f}",
    double: Some(&IBM930_DOUBLE),
    decode_only: &[0x4379, 0x444B, 0x4450, 0x4460, 0x446A, 0x447A, 0x447B, 0x44ED],
});

pub(super) static SYMBOL: Table = Table::new(Source {
    head: CONTROLS,
    rest: " !∀#∃%&∍()∗+,−./0123456789:;<=>?≅ΑΒΧΔΕΦΓΗΙϑΚΛΜΝΟΠΘΡΣΤΥςΩΞΨΖ[∴]⊥_�αβχδεφγηιϕκλμνοπθρστυϖωξψζ{|}∼\u{7f}��������������������������������€ϒ′≤⁄∞ƒ♣♦♥♠↔←↑→↓°±″≥×∝∂•÷≠≡≈…��↵ℵℑℜ℘⊗⊕∅∩∪⊃⊇⊄⊂⊆∈∉∠∇®©™∏√⋅¬∧∨⇔⇐⇑⇒⇓⋄〈���∑�����������〉∫⌠�⌡",
    double: None,
    decode_only: &[],
});

pub(super) static CP21027: Table = Table::new(Source {
    head: EBCDIC,
    rest: " �｡｢｣､･ｦｧｨ¢.<(+|&ｩｪｫｬｭｮｯｰｱ!$*);¬-/ｲｳｴｵｶｷｸｹ�,%_>?ｺｻｼｽｾｿﾀﾁﾂ`:#@'=\"�abcdefghiﾃﾄﾅﾆﾇﾈ�jklmnopqrﾉﾊﾋﾌﾍﾎ‾~stuvwxyzﾏﾐﾑ[ﾒﾓ^£¥ﾔﾕﾖﾗﾘﾙﾚﾛﾜﾝ]ﾞﾟ{ABCDEFGHI������}JKLMNOPQR������\\�STUVWXYZ������0123456789�����\u{9f}",
    double: None,
    decode_only: &[],
});

static CP20269_DOUBLE: Double = Double {
    first_lead: 0xC1,
    trails: &[(0x20, 0x20), (0x41, 0x41), (0x43, 0x45), (0x47, 0x4C), (0x4E, 0x4F), (0x52, 0x55), (0x57, 0x57), (0x59, 0x5A), (0x61, 0x61), (0x63, 0x65), (0x67, 0x6C), (0x6E, 0x6F), (0x72, 0x75), (0x77, 0x77), (0x79, 0x7A)],
    runs: &[
    ],
    texts: &[
        (1, "À  W  S    U   V   V  W  S    U   V   ´\\Ć É  S  ĹYÓŔU Ú RŹáu 1  S  ĺYóŕU ú Rź ÂĈ ÊĜWÎĴ   Ô Ŝ ÛŴQ âv 0ĝWîĵ   ô ŝ ûŵQ  Ã     Ĩ   ÑS   Ũ   ã     ĩ   ñS   ũ   ¯Ā  a  g    q   m   ā  a  g    q   m   ˘Ă   k          Ŭ   ă   k          ŭ   ˙ Ċ [Y _           Ż ċ [Y"),
        (272, "ż¨k  V  S    V   U Ÿ ä  V  S    V   U R"),
        (351, "˚Å"),
        (367, "Ů   å"),
        (386, "ů   ¸ ^  Ģ   cTY `WS     ç  ģ   cTY `WS"),
        (468, "˝           Ő   o"),
        (499, "ő   o   ˛Ą  c  e        Ų   ą  c  e        ų   ˇ ČQ[     rY `WS   h čQ[     rY `WS   h"),
    ],
};

pub(super) static CP20269: Table = Table::new(Source {
    head: LATIN,
    rest: "\u{a0}¡¢£�¥�§¤‘“«←↑→↓°±²³×µ¶·÷’”»¼½¾¿����������������—¹®©™♪¬¦����⅛⅜⅝⅞ΩÆÐªĦ�ĲĿŁØŒºÞŦŊŉĸæđðħıĳŀłøœßþŧŋ\u{ad}",
    double: Some(&CP20269_DOUBLE),
    decode_only: &[],
});

pub(super) static NEXTSTEP: Table = Table::new(Source {
    head: ASCII_HEAD,
    rest: "\u{a0}ÀÁÂÃÄÅÇÈÉÊËÌÍÎÏÐÑÒÓÔÕÖÙÚÛÜÝÞµ×÷©¡¢£⁄¥ƒ§¤’“«‹›ﬁﬂ®–†‡·¦¶•‚„”»…‰¬¿¹ˋ´ˆ˜¯˘˙¨²˚¸³˝˛ˇ—±¼½¾àáâãäåçèéêëìÆíªîïðñŁØŒºòóôõöæùúûıüýłøœßþÿ",
    double: None,
    decode_only: &[],
});

/// Every table with its number of mappings and their checksum.
#[cfg(test)]
pub(super) static ALL: &[(&str, &Table, usize, u32)] = &[
    ("ASCII", &ASCII, 128, 0x4EEB_88C5),
    ("CP28591", &CP28591, 256, 0xEA22_C5C5),
    ("CP37", &CP37, 256, 0x406F_1455),
    ("CP437", &CP437, 256, 0x2ABA_D7A5),
    ("CP500", &CP500, 256, 0x4D87_A275),
    ("CP708", &CP708, 249, 0x3F4A_7D3C),
    ("CP720", &CP720, 256, 0xB9E6_2015),
    ("CP737", &CP737, 256, 0xECCC_BE3A),
    ("CP775", &CP775, 256, 0x15F6_EA85),
    ("CP850", &CP850, 256, 0xE76E_A3E1),
    ("CP852", &CP852, 256, 0x179D_BC84),
    ("CP855", &CP855, 256, 0xF7DC_6824),
    ("CP857", &CP857, 253, 0x7390_AAC2),
    ("CP858", &CP858, 256, 0x8797_0163),
    ("CP860", &CP860, 256, 0x531B_74FA),
    ("CP861", &CP861, 256, 0xD45F_3DC4),
    ("CP862", &CP862, 256, 0x1FA8_5082),
    ("CP863", &CP863, 256, 0xDE2B_8528),
    ("CP864", &CP864, 250, 0xA3FD_D0E7),
    ("CP865", &CP865, 256, 0x1A6A_5891),
    ("CP866", &CP866, 256, 0x4E78_38ED),
    ("CP869", &CP869, 247, 0xD899_582D),
    ("CP870", &CP870, 256, 0xBC8A_A654),
    ("CP875", &CP875, 256, 0xC91F_070E),
    ("CP932", &CP932, 7915, 0x90E4_0D2B),
    ("CP936", &CP936, 21920, 0x3417_2E4D),
    ("CP949", &CP949, 17176, 0xA21B_9263),
    ("CP950", &CP950, 13631, 0xD411_C7F5),
    ("CP1026", &CP1026, 256, 0x72BF_E6CE),
    ("CP1047", &CP1047, 256, 0xCCCE_F5A5),
    ("CP1140", &CP1140, 256, 0x093C_58ED),
    ("CP1141", &CP1141, 256, 0x53A7_484D),
    ("CP1142", &CP1142, 256, 0x5B91_A80D),
    ("CP1143", &CP1143, 256, 0xD3E1_FE0D),
    ("CP1144", &CP1144, 256, 0xA727_4A3D),
    ("CP1145", &CP1145, 256, 0xF833_6B4D),
    ("CP1146", &CP1146, 256, 0x2DCE_E19D),
    ("CP1147", &CP1147, 256, 0xB544_91CD),
    ("CP1148", &CP1148, 256, 0x8B00_B3ED),
    ("CP1149", &CP1149, 256, 0x14E0_5EDD),
    ("CP1361", &CP1361, 17196, 0x0504_69EE),
    ("CP10000", &CP10000, 255, 0x5C63_C27F),
    ("CP10001", &CP10001, 7520, 0x61A7_FFAF),
    ("CP10002", &CP10002, 13623, 0xC9AB_7CE8),
    ("CP10004", &CP10004, 230, 0xA86D_21D0),
    ("CP10005", &CP10005, 212, 0x880A_597D),
    ("CP10006", &CP10006, 255, 0x6D9B_5ED5),
    ("CP10007", &CP10007, 256, 0x7B4C_67F2),
    ("CP10010", &CP10010, 255, 0xB6B1_28E5),
    ("CP10017", &CP10017, 256, 0x12CB_7FDF),
    ("CP10021", &CP10021, 227, 0x53BA_3117),
    ("CP10029", &CP10029, 256, 0xD412_493E),
    ("CP10079", &CP10079, 255, 0xF8D0_1FF4),
    ("CP10081", &CP10081, 254, 0x1DE3_FACD),
    ("CP10082", &CP10082, 255, 0x4267_EB12),
    ("CP20000", &CP20000, 13930, 0x8F07_29BB),
    ("CP20001", &CP20001, 13911, 0x6EC2_F331),
    ("CP20002", &CP20002, 13899, 0xBC46_9A00),
    ("CP20003", &CP20003, 13871, 0x1ECB_77EE),
    ("CP20004", &CP20004, 12652, 0x6CF8_7F97),
    ("CP20005", &CP20005, 13585, 0xE31E_BB4C),
    ("CP20105", &CP20105, 128, 0xF118_9AE5),
    ("CP20106", &CP20106, 128, 0x923D_7113),
    ("CP20107", &CP20107, 128, 0x0A6D_F805),
    ("CP20108", &CP20108, 128, 0xE1C8_F5F3),
    ("CP20261", &CP20261, 458, 0x5C8E_5A5E),
    ("CP20273", &CP20273, 256, 0x5F13_2775),
    ("CP20277", &CP20277, 256, 0x92B0_A325),
    ("CP20278", &CP20278, 256, 0x27A7_7F65),
    ("CP20280", &CP20280, 256, 0x51AC_7E65),
    ("CP20284", &CP20284, 256, 0x16BC_C735),
    ("CP20285", &CP20285, 256, 0xD5EC_9825),
    ("CP20290", &CP20290, 228, 0xD92B_2B2A),
    ("CP20297", &CP20297, 256, 0x75CB_FA35),
    ("CP20420", &CP20420, 243, 0xE043_9540),
    ("CP20423", &CP20423, 249, 0x955C_A00F),
    ("CP20424", &CP20424, 218, 0xC74C_0D6E),
    ("CP20833", &CP20833, 217, 0x8ACC_10D5),
    ("CP20838", &CP20838, 251, 0xDC62_623C),
    ("CP20871", &CP20871, 256, 0x0980_8AE5),
    ("CP20880", &CP20880, 256, 0xF5A1_30DD),
    ("CP20905", &CP20905, 249, 0x8018_1128),
    ("CP20924", &CP20924, 255, 0x56BA_0464),
    ("CP20932", &CP20932, 13332, 0x014E_6028),
    ("CP20936", &CP20936, 7574, 0x43F6_CAAA),
    ("CP21025", &CP21025, 256, 0x8A66_36CC),
    ("CP28592", &CP28592, 256, 0xEDD3_F154),
    ("CP28593", &CP28593, 249, 0x8895_74B8),
    ("CP28594", &CP28594, 256, 0x9AD4_AB82),
    ("CP28595", &CP28595, 256, 0x5B4A_1C40),
    ("CP28596", &CP28596, 211, 0x965D_69A5),
    ("CP28597", &CP28597, 253, 0xA145_58EF),
    ("CP28598", &CP28598, 220, 0xEF3A_CFCE),
    ("CP28599", &CP28599, 256, 0x3E09_54D6),
    ("CP28605", &CP28605, 256, 0xEA8A_EC4E),
    ("CP29001", &CP29001, 255, 0xF77A_20FE),
    ("CP51932", &CP51932, 7518, 0x5EE1_C1B7),
    ("CP51949", &CP51949, 8386, 0xBBEE_07E4),
    ("CP57002", &CP57002, 259, 0x132F_513C),
    ("CP57003", &CP57003, 252, 0x7C21_D3CC),
    ("CP57004", &CP57004, 240, 0x7F0F_6134),
    ("CP57005", &CP57005, 247, 0xD754_4877),
    ("CP57007", &CP57007, 251, 0xA84E_C3B0),
    ("CP57008", &CP57008, 247, 0x6AEE_1017),
    ("CP57009", &CP57009, 245, 0x4828_9053),
    ("CP57010", &CP57010, 248, 0xC259_6707),
    ("CP57011", &CP57011, 245, 0x6ED6_BB5C),
    ("IBM930", &IBM930, 7493, 0x4983_504B),
    ("IBM933", &IBM933, 9050, 0xA9A3_AC85),
    ("IBM935", &IBM935, 7639, 0xDFCD_3651),
    ("IBM937", &IBM937, 14218, 0xE53A_C1A7),
    ("IBM939", &IBM939, 7493, 0xCC40_2392),
    ("IBM931", &IBM931, 7521, 0xA91B_C250),
    ("SYMBOL", &SYMBOL, 196, 0x33E1_3596),
    ("CP21027", &CP21027, 228, 0x33A6_18B7),
    ("CP20269", &CP20269, 398, 0x0CE1_EB07),
    ("NEXTSTEP", &NEXTSTEP, 254, 0xA66B_1F57),
];
