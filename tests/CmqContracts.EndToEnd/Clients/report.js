// Prints the result of each step as a line of JSON: {"step":"send","saw":...}.
'use strict';

exports.text = '中文 🚀 <a href="x">&amp;</a> 1+1=2 100% \r\n\t~!*\'()';

exports.report = function (step, saw) {
  console.log(JSON.stringify({ step, saw: saw === undefined ? null : saw }));
};

exports.timed = async function (call) {
  const start = Date.now();
  const reply = await call();
  return { reply, milliseconds: Date.now() - start };
};

process.on('unhandledRejection', (error) => {
  console.error(error);
  process.exit(1);
});
