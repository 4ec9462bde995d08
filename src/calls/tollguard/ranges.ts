// Ranges that cost more than their country does: satellites and networks, premium and shared-cost numbers, and destinations
// that frauds are paid for calling. docs/toll-guard.md names the sources.

/** Codes that belong to no country: prefix, network, kind, name. */
export const networks = `
800 freephone country International freephone
808 shared-cost shared International shared cost
870 inmarsat satellite Inmarsat
878 personal premium Universal personal numbers
881 mobile-satellite satellite Mobile satellite systems
8816 iridium satellite Iridium
8817 iridium satellite Iridium
8818 globalstar satellite Globalstar
8819 globalstar satellite Globalstar
882 networks satellite International networks
88213 emsat satellite Emsat
88216 thuraya satellite Thuraya
883 networks satellite International networks
888 relief satellite Disaster relief
979 premium-rate premium International premium rate
991 trial premium International trial service
`;

/** Premium and shared-cost ranges within countries: kind, country, prefixes. */
export const costly = `
premium US 1900
shared US 1500 1521 1522 1533 1544 1566 1577 1588 1700
premium GB 449 44871 44872 44873
shared GB 4484 44870
premium DE 49900 49190 49118 49137 49138
shared DE 49180 49700
premium FR 3389
shared FR 3381 3382
premium IT 3989 39144 39166 39178 39199
shared IT 3984
premium ES 34803 34806 34807 34905 34907
shared ES 34901 34902
premium CH 4190
shared CH 4184
premium AT 43900 43901 43930 43931 43939 43118
shared AT 43810 43820 43821 43828
premium NL 3190
shared NL 3184 3187
premium BE 3290
shared BE 3270 3278
premium PL 4870
shared PL 48801 48804
premium PT 351601 351607 351608 351646 351648 35176
shared PT 351707 351808
shared IE 353818
premium DK 4590
premium SE 46900 46939 46944
premium NO 4782
shared NO 47810 47815
premium FI 358600 358700
premium CZ 42090
shared CZ 42081 42084
premium SK 421900
premium HU 3690
premium RO 4090
premium BG 35990
premium GR 3090
premium HR 38560 38569
premium SI 38689 38690
premium EE 372900
premium LU 352900 352901 352905
premium TR 90900
premium AU 61190
shared AU 6113
premium NZ 64900
premium ZA 27862 27866 27867
premium JP 81990
premium KR 8260
premium HK 852900
premium SG 651900
premium TW 886204
premium BR 55900
premium MX 52900
premium AR 54600 54609
premium CL 56700
premium CO 57901
premium PE 51808
premium RU 7809
`;

/** Countries that published advisories on revenue-share fraud name again and again. */
export const revenueShare = `
AC AF AG AI AL AM AS AW AZ BA BB BF BI BJ BS BY BZ CD CF CG CK CU CW DJ DM DO ER EE ET FK GD GM GN GQ GW GY HT IO JM KI KM KN KP
LC LI LK LR LS LT LV LY MC MD MG MH MK ML MR MS MV NE NF NR NU PG PS PW SB SC SH SI SL SM SN SO SR SS ST SZ TA TC TD TG TK TL TN TO
TT TV UG UZ VC VG VU WF WS XK YE YT ZW AQ
`;

/** Parts of other countries that are leased to such services: country, prefixes. Personal numbers of the United Kingdom. */
export const leased = `
GB 4470
`;
