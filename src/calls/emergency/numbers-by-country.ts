// The emergency numbers of countries as their numbering plans publish them; docs/emergency.md names the sources and their date.
// Of each country the first number is the general one: with it somebody is connected who dials that of another country.

export interface CountryNumbers {
  readonly name: string;
  /** Each number, and who answers. */
  readonly numbers: readonly (readonly [string, string])[];
}

const of = (name: string, ...numbers: readonly (readonly [string, string])[]): CountryNumbers => ({ name, numbers });

const any = 'Emergency';
const police = 'Police';
const fire = 'Fire';
const ambulance = 'Ambulance';
const fireAndAmbulance = 'Fire and ambulance';

/** By their codes of two letters (ISO 3166-1). */
export const countries = {
  AE: of('United Arab Emirates', ['112', any], ['999', police], ['998', ambulance], ['997', fire]),
  AR: of('Argentina', ['911', any], ['101', police], ['100', fire], ['107', ambulance]),
  AT: of('Austria', ['112', any], ['133', police], ['122', fire], ['144', ambulance]),
  AU: of('Australia', ['000', any], ['112', any], ['106', 'Emergency by text telephone']),
  BE: of('Belgium', ['112', any], ['101', police], ['100', fireAndAmbulance]),
  BG: of('Bulgaria', ['112', any], ['166', police], ['160', fire], ['150', ambulance]),
  BR: of('Brazil', ['190', police], ['192', ambulance], ['193', fire]),
  CA: of('Canada', ['911', any]),
  CH: of('Switzerland', ['112', any], ['117', police], ['118', fire], ['144', ambulance]),
  CL: of('Chile', ['133', police], ['131', ambulance], ['132', fire]),
  CN: of('China', ['110', police], ['119', fire], ['120', ambulance]),
  CO: of('Colombia', ['123', any]),
  CY: of('Cyprus', ['112', any], ['199', any]),
  CZ: of('Czechia', ['112', any], ['158', police], ['150', fire], ['155', ambulance]),
  DE: of('Germany', ['112', fireAndAmbulance], ['110', police]),
  DK: of('Denmark', ['112', any]),
  EE: of('Estonia', ['112', any]),
  ES: of('Spain', ['112', any], ['091', police], ['062', 'Civil Guard'], ['061', ambulance]),
  FI: of('Finland', ['112', any]),
  FR: of('France', ['112', any], ['15', ambulance], ['17', police], ['18', fire]),
  GB: of('United Kingdom', ['999', any], ['112', any]),
  GR: of('Greece', ['112', any], ['100', police], ['199', fire], ['166', ambulance]),
  HK: of('Hong Kong', ['999', any], ['112', any]),
  HR: of('Croatia', ['112', any], ['192', police], ['193', fire], ['194', ambulance]),
  HU: of('Hungary', ['112', any], ['107', police], ['105', fire], ['104', ambulance]),
  IE: of('Ireland', ['112', any], ['999', any]),
  IL: of('Israel', ['112', any], ['100', police], ['101', ambulance], ['102', fire]),
  IN: of('India', ['112', any], ['100', police], ['101', fire], ['102', ambulance], ['108', ambulance]),
  IS: of('Iceland', ['112', any]),
  IT: of('Italy', ['112', any], ['113', police], ['115', fire], ['118', ambulance]),
  JP: of('Japan', ['119', fireAndAmbulance], ['110', police]),
  KE: of('Kenya', ['999', any], ['112', any]),
  KR: of('South Korea', ['112', police], ['119', fireAndAmbulance]),
  LI: of('Liechtenstein', ['112', any], ['117', police], ['118', fire], ['144', ambulance]),
  LT: of('Lithuania', ['112', any]),
  LU: of('Luxembourg', ['112', fireAndAmbulance], ['113', police]),
  LV: of('Latvia', ['112', any], ['110', police], ['113', ambulance]),
  MT: of('Malta', ['112', any]),
  MX: of('Mexico', ['911', any]),
  MY: of('Malaysia', ['999', any], ['112', any]),
  NL: of('Netherlands', ['112', any]),
  NO: of('Norway', ['112', police], ['110', fire], ['113', ambulance]),
  NZ: of('New Zealand', ['111', any]),
  PH: of('Philippines', ['911', any], ['112', any]),
  PL: of('Poland', ['112', any], ['997', police], ['998', fire], ['999', ambulance]),
  PT: of('Portugal', ['112', any]),
  RO: of('Romania', ['112', any]),
  SA: of('Saudi Arabia', ['911', any], ['112', any], ['999', police], ['997', ambulance]),
  SE: of('Sweden', ['112', any]),
  SG: of('Singapore', ['999', police], ['995', fireAndAmbulance]),
  SI: of('Slovenia', ['112', fireAndAmbulance], ['113', police]),
  SK: of('Slovakia', ['112', any], ['158', police], ['150', fire], ['155', ambulance]),
  TH: of('Thailand', ['191', police], ['199', fire], ['1669', ambulance]),
  TR: of('Türkiye', ['112', any]),
  TW: of('Taiwan', ['110', police], ['119', fireAndAmbulance], ['112', any]),
  UA: of('Ukraine', ['112', any], ['101', fire], ['102', police], ['103', ambulance]),
  US: of('United States', ['911', any]),
  VN: of('Vietnam', ['113', police], ['114', fire], ['115', ambulance]),
  ZA: of('South Africa', ['10111', police], ['10177', ambulance], ['112', any]),
};

export type Country = keyof typeof countries;

/** What people from anywhere dial: emergency numbers everywhere. */
export const alwaysNumbers: readonly string[] = ['112', '911'];
export const alwaysName = any;
