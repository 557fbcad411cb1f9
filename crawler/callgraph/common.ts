/** Method names that libraries use everywhere: by themselves they say nothing about whose they are. */
export const common: ReadonlySet<string> = new Set(
  `get set add put delete remove update create insert find list query execute exec run call send post patch request fetch
  open close read write start stop connect disconnect init push pop map filter forEach then catch finally on emit apply bind
  format parse build make load save log info error warn debug append extend join split strip replace encode decode next
  clear has keys values items iter copy clone toString invoke handle process apply resolve reject commit rollback
  begin render print flush reset select where from into publish subscribe`.split(/\s+/),
);
