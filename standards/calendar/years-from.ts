/** The same day some years later, or earlier; the 29th of February has the 28th in a year without one, as PostgreSQL has it. */
export function yearsFrom(day: string, years: number): string {
  const [year, month, date] = day.split('-').map(Number) as [number, number, number];
  const last = new Date(Date.UTC(year + years, month, 0)).getUTCDate();
  return new Date(Date.UTC(year + years, month - 1, Math.min(date, last))).toISOString().slice(0, 10);
}
