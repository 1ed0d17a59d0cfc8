import React from 'react';
import Link from '@docusaurus/Link';
export default ({ content: Content }) => <Content components={{ a: (props) => <Link {...props} /> }} />;
