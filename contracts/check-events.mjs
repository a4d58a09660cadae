// Reads asyncapi.json with the parser of its makers, and holds the example of every event against its schema.
import fs from 'node:fs';
import Ajv from 'ajv';
import { Parser } from '@asyncapi/parser';

const text = fs.readFileSync('asyncapi.json', 'utf8');
const { document, diagnostics } = await new Parser().parse(text);
const faults = diagnostics.filter((found) => found.severity <= 1).map((found) => `${found.path.join('.')}: ${found.message}`);

const written = JSON.parse(text);
const ajv = new Ajv({ strict: false, validateFormats: false, allErrors: true });
for (const [name, message] of Object.entries(written.components.messages)) {
  const fits = ajv.compile({ ...message.payload, components: written.components });
  if (!message.examples?.length) faults.push(`${name} has no example`);
  for (const example of message.examples ?? [])
    if (!fits(example.payload)) faults.push(`${name}: its example ${ajv.errorsText(fits.errors)}`);
}

for (const fault of faults) console.error(fault);
const events = document?.operations().all().length ?? 0;
console.log(`${events} events, ${faults.length} faults`);
process.exitCode = faults.length || !events ? 1 : 0;
