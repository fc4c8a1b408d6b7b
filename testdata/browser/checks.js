// Counts checks and says which fail.
'use strict';

let passed = 0, failed = 0;

function check(what, ok, detail) {
  if (ok) {
    passed++;
  } else {
    failed++;
    console.log('FAIL ' + what + (detail === undefined ? '' : ': ' + (typeof detail === 'string' ? detail : JSON.stringify(detail))));
  }
  return ok;
}

function equal(what, got, want) {
  const a = JSON.stringify(got), b = JSON.stringify(want);
  return check(what, a === b, `got ${a}, want ${b}`);
}

// run ends the process with the count of checks; an error that stops the checks is one that failed.
async function run(main) {
  try {
    await main();
  } catch (e) {
    check('the checks could be finished', false, e.stack || String(e));
  }
  console.log(`${passed} passed, ${failed} failed`);
  process.exit(failed || !passed ? 1 : 0);
}

module.exports = { check, equal, run };
