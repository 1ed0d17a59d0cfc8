import React from 'react';
export default () => <p>List</p>;
