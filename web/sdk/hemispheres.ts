/** Zones with seasons the other way round, and with none to speak of (which count first); all others are northern. Patterns as text:
 * the first-visit block carries them to the snippet. */
export const SOUTH = "^Austral|^Antarc|Auckland|Argentina|Buenos|Montevideo|Santiago|Asuncion|Sao_Paulo|Johannesb|Maputo|Harare";
export const TROPICS =
  "Darwin|Bogota|Lima$|Caracas|Guayaquil|La_Paz|Panama|Costa_R|Guatemala|Manaus|Bahia|Recife|Fortaleza|Jamaica|Lagos|Accra|Abidjan|Dakar|Nairobi|Kampala|Dar_es|Addis|Kinshasa|Luanda|Singap|Jakarta|Manila|Bangkok|Saigon|Ho_Chi|Kuala|Yangon|Colombo|Guam|Fiji";
