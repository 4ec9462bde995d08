// A number in a form as it would be dialled: an extension, or one of the public network. No code is one.

export const dialledNumber = /^\+?[0-9]{2,23}$/;
export const NUMBER_AS_DIALLED = 'an extension or a number as it is dialled: digits, or a + and digits';
