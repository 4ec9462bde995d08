// The country codes of ITU-T E.164 as they are assigned, and the parts of shared codes that are countries of their own.

/** Code and ISO 3166 code of each; the name where it begins. Codes of satellites and networks stand in `ranges.ts`. */
export const countryCodes = `
1 US United States
7 RU Russia
76 KZ Kazakhstan
77 KZ Kazakhstan
20 EG Egypt
211 SS South Sudan
212 MA Morocco
213 DZ Algeria
216 TN Tunisia
218 LY Libya
220 GM Gambia
221 SN Senegal
222 MR Mauritania
223 ML Mali
224 GN Guinea
225 CI Ivory Coast
226 BF Burkina Faso
227 NE Niger
228 TG Togo
229 BJ Benin
230 MU Mauritius
231 LR Liberia
232 SL Sierra Leone
233 GH Ghana
234 NG Nigeria
235 TD Chad
236 CF Central African Republic
237 CM Cameroon
238 CV Cape Verde
239 ST Sao Tome and Principe
240 GQ Equatorial Guinea
241 GA Gabon
242 CG Congo
243 CD Democratic Republic of the Congo
244 AO Angola
245 GW Guinea-Bissau
246 IO Diego Garcia
247 AC Ascension
248 SC Seychelles
249 SD Sudan
250 RW Rwanda
251 ET Ethiopia
252 SO Somalia
253 DJ Djibouti
254 KE Kenya
255 TZ Tanzania
256 UG Uganda
257 BI Burundi
258 MZ Mozambique
260 ZM Zambia
261 MG Madagascar
262 RE Reunion
262269 YT Mayotte
262639 YT Mayotte
263 ZW Zimbabwe
264 NA Namibia
265 MW Malawi
266 LS Lesotho
267 BW Botswana
268 SZ Eswatini
269 KM Comoros
27 ZA South Africa
290 SH Saint Helena
2908 TA Tristan da Cunha
291 ER Eritrea
297 AW Aruba
298 FO Faroe Islands
299 GL Greenland
30 GR Greece
31 NL Netherlands
32 BE Belgium
33 FR France
34 ES Spain
350 GI Gibraltar
351 PT Portugal
352 LU Luxembourg
353 IE Ireland
354 IS Iceland
355 AL Albania
356 MT Malta
357 CY Cyprus
358 FI Finland
35818 AX Aland Islands
359 BG Bulgaria
36 HU Hungary
370 LT Lithuania
371 LV Latvia
372 EE Estonia
373 MD Moldova
374 AM Armenia
375 BY Belarus
376 AD Andorra
377 MC Monaco
378 SM San Marino
379 VA Vatican
380 UA Ukraine
381 RS Serbia
382 ME Montenegro
383 XK Kosovo
385 HR Croatia
386 SI Slovenia
387 BA Bosnia and Herzegovina
389 MK North Macedonia
39 IT Italy
3906698 VA Vatican
40 RO Romania
41 CH Switzerland
420 CZ Czechia
421 SK Slovakia
423 LI Liechtenstein
43 AT Austria
44 GB United Kingdom
441481 GG Guernsey
447781 GG Guernsey
447839 GG Guernsey
4479111 GG Guernsey
4479117 GG Guernsey
441534 JE Jersey
447509 JE Jersey
447797 JE Jersey
447937 JE Jersey
441624 IM Isle of Man
447524 IM Isle of Man
447624 IM Isle of Man
45 DK Denmark
46 SE Sweden
47 NO Norway
4779 SJ Svalbard
48 PL Poland
49 DE Germany
500 FK Falkland Islands
501 BZ Belize
502 GT Guatemala
503 SV El Salvador
504 HN Honduras
505 NI Nicaragua
506 CR Costa Rica
507 PA Panama
508 PM Saint Pierre and Miquelon
509 HT Haiti
51 PE Peru
52 MX Mexico
53 CU Cuba
54 AR Argentina
55 BR Brazil
56 CL Chile
57 CO Colombia
58 VE Venezuela
590 GP Guadeloupe
591 BO Bolivia
592 GY Guyana
593 EC Ecuador
594 GF French Guiana
595 PY Paraguay
596 MQ Martinique
597 SR Suriname
598 UY Uruguay
599 BQ Bonaire, Saint Eustatius and Saba
5999 CW Curacao
60 MY Malaysia
61 AU Australia
6189162 CC Cocos Islands
6189164 CX Christmas Island
62 ID Indonesia
63 PH Philippines
64 NZ New Zealand
65 SG Singapore
66 TH Thailand
670 TL Timor-Leste
672 NF Norfolk Island and Australian territories
6721 AQ Antarctica
673 BN Brunei
674 NR Nauru
675 PG Papua New Guinea
676 TO Tonga
677 SB Solomon Islands
678 VU Vanuatu
679 FJ Fiji
680 PW Palau
681 WF Wallis and Futuna
682 CK Cook Islands
683 NU Niue
685 WS Samoa
686 KI Kiribati
687 NC New Caledonia
688 TV Tuvalu
689 PF French Polynesia
690 TK Tokelau
691 FM Micronesia
692 MH Marshall Islands
81 JP Japan
82 KR South Korea
84 VN Vietnam
850 KP North Korea
852 HK Hong Kong
853 MO Macao
855 KH Cambodia
856 LA Laos
86 CN China
880 BD Bangladesh
886 TW Taiwan
90 TR Turkey
91 IN India
92 PK Pakistan
93 AF Afghanistan
94 LK Sri Lanka
95 MM Myanmar
960 MV Maldives
961 LB Lebanon
962 JO Jordan
963 SY Syria
964 IQ Iraq
965 KW Kuwait
966 SA Saudi Arabia
967 YE Yemen
968 OM Oman
970 PS Palestine
971 AE United Arab Emirates
972 IL Israel
973 BH Bahrain
974 QA Qatar
975 BT Bhutan
976 MN Mongolia
977 NP Nepal
98 IR Iran
992 TJ Tajikistan
993 TM Turkmenistan
994 AZ Azerbaijan
995 GE Georgia
996 KG Kyrgyzstan
998 UZ Uzbekistan
`;

/** The area codes of the North American Numbering Plan that are not of the United States. */
export const northAmerica = `
CA Canada 204 226 236 249 250 257 263 289 306 343 354 365 367 368 382 387 403 416 418 428 431 437 438 450 460 468 474 506 514 519 537 548 568 579 581 584 587 600 604 613 622 633 639 644 647 655 672 677 683 688 705 709 742 753 778 780 782 807 819 825 867 873 879 902 905 942
AG Antigua and Barbuda 268
AI Anguilla 264
AS American Samoa 684
BB Barbados 246
BM Bermuda 441
BS Bahamas 242
DM Dominica 767
DO Dominican Republic 809 829 849
GD Grenada 473
GU Guam 671
JM Jamaica 658 876
KN Saint Kitts and Nevis 869
KY Cayman Islands 345
LC Saint Lucia 758
MP Northern Mariana Islands 670
MS Montserrat 664
PR Puerto Rico 787 939
SX Sint Maarten 721
TC Turks and Caicos Islands 649
TT Trinidad and Tobago 868
VC Saint Vincent and the Grenadines 784
VG British Virgin Islands 284
VI US Virgin Islands 340
`;
